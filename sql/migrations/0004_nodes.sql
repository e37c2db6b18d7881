-- Many nodes: leases by PostgreSQL's own clock, and marks by which a node finds what it has missed.

-- What the first three left open. ---------------------------------------------------------------
-- A node that has adopted a request cannot know who saw it before, nor can a home node know at once
-- whom others have offered it: the ledger can, so "no_mitra" is said only if nobody was ever offered it.
CREATE OR REPLACE FUNCTION close_request(
    p_request uuid, p_customer uuid, p_state text, p_reason text, p_at timestamptz,
    OUT outcome text, OUT customer_id uuid, OUT state text, OUT reason text
) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE requests r
       SET state = p_state, closed_at = greatest(p_at, r.created_at),
           reason = CASE WHEN p_reason = 'no_mitra' AND EXISTS (
               SELECT 1 FROM offer_events e WHERE e.request_id = r.id AND e.outcome = 'offered')
               THEN 'timeout' ELSE p_reason END
     WHERE r.id = p_request AND r.state = 'open'
       AND (p_customer IS NULL OR r.customer_id = p_customer)
    RETURNING 'closed', r.customer_id, r.state, r.reason INTO outcome, customer_id, state, reason;
    IF NOT FOUND THEN
        SELECT r.state, r.customer_id, r.state, r.reason INTO outcome, customer_id, state, reason
          FROM requests r
         WHERE r.id = p_request AND (p_customer IS NULL OR r.customer_id = p_customer);
        outcome := coalesce(outcome, 'not_found');
    END IF;
END $$;

-- Leases. ------------------------------------------------------------------------------------------
-- seen_at is by the node's clock, for people; who may be adopted is decided by one clock alone.
ALTER TABLE nodes ADD COLUMN lease_until timestamptz NOT NULL DEFAULT clock_timestamp();

-- News. ----------------------------------------------------------------------------------------------
-- changed_in is the transaction of the last change. Whoever has read everything below the oldest
-- transaction that was still running then, reads on from there and misses nothing.
ALTER TABLE sessions ADD COLUMN version integer NOT NULL DEFAULT 1,
                     ADD COLUMN changed_in xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE requests ADD COLUMN changed_in xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX sessions_changed ON sessions (changed_in);
CREATE INDEX requests_changed ON requests (changed_in);

CREATE FUNCTION mark_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    NEW.changed_in := pg_current_xact_id();
    RETURN NEW;
END $$;
CREATE TRIGGER sessions_mark BEFORE UPDATE OF state, mitra_id ON sessions
    FOR EACH ROW EXECUTE FUNCTION mark_session();

CREATE FUNCTION mark_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_in := pg_current_xact_id();
    RETURN NEW;
END $$;
CREATE TRIGGER requests_mark BEFORE UPDATE OF state, home_node, home_epoch ON requests
    FOR EACH ROW EXECUTE FUNCTION mark_request();

CREATE OR REPLACE VIEW session_cards AS
SELECT s.id AS session_id, s.request_id, s.state, s.customer_id, c.display_name AS customer_name,
       s.mitra_id, m.display_name AS mitra_name, s.created_at, s.started_at, s.ends_at, s.ended_at,
       s.end_reason, m.live_sessions, m.load_version, s.version
  FROM sessions s
  JOIN customers c ON c.id = s.customer_id
  JOIN mitras m ON m.id = s.mitra_id;

-- A request as a node takes it up: with those who declined it before.
CREATE VIEW open_requests AS
SELECT r.id AS request_id, r.customer_id, c.display_name, r.pairing_method, r.offer_timeout_s,
       r.created_at, r.expires_at, r.home_node, r.home_epoch, r.changed_in,
       ARRAY (SELECT DISTINCT m FROM offer_events e CROSS JOIN LATERAL unnest(e.mitra_ids) AS m
               WHERE e.request_id = r.id AND e.outcome = 'declined') AS declined
  FROM requests r JOIN customers c ON c.id = r.customer_id
 WHERE r.state = 'open';
