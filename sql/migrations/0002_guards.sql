-- Guards: triggers that hold what a plain constraint cannot say. They hold for every writer, a node
-- that was paused and wakes up as a ghost included. Each refusal has an SQLSTATE of its own:
--   HB001 this is not a step that the state may take   HB002 no accepted request stands behind it
--   HB003 the mitra is inactive or has no room         HB004 the last active admin stays
--   HB005 what was written stays as it was written

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is written in % stays as it was written', TG_TABLE_NAME
        USING ERRCODE = 'HB005';
END $$;

-- I1, I3: a session comes of an accepted request of its customer, and nobody gets one beyond the
-- maximum in force, unless it was overridden on purpose. The mitra's row is locked before it is
-- counted, so two claims on two nodes queue up here.
CREATE FUNCTION guard_session() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was uuid;
    will uuid;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'pending_payment' THEN
            RAISE EXCEPTION 'a session begins as pending_payment' USING ERRCODE = 'HB001';
        END IF;
        PERFORM 1 FROM requests r
          WHERE r.id = NEW.request_id AND r.customer_id = NEW.customer_id AND r.state = 'accepted';
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a session comes of an accepted request' USING ERRCODE = 'HB002';
        END IF;
    ELSE
        IF OLD.state = 'ended' OR (OLD.state = 'active' AND NEW.state = 'pending_payment') THEN
            RAISE EXCEPTION 'a session goes from pending_payment to active to ended'
                USING ERRCODE = 'HB001';
        END IF;
        was := OLD.mitra_id;
    END IF;
    IF NEW.state <> 'ended' THEN
        will := NEW.mitra_id;
    END IF;
    IF was IS NOT DISTINCT FROM will THEN
        RETURN NEW;
    END IF;
    -- In the order of their ids: a swap of two sessions must not deadlock.
    PERFORM 1 FROM mitras WHERE id IN (was, will) ORDER BY id FOR NO KEY UPDATE;
    IF was IS NOT NULL THEN
        UPDATE mitras SET live_sessions = live_sessions - 1, load_version = load_version + 1
         WHERE id = was;
    END IF;
    IF will IS NOT NULL THEN
        UPDATE mitras SET live_sessions = live_sessions + 1, load_version = load_version + 1
         WHERE id = will AND active
           AND (NEW.assigned_override
                OR live_sessions < (SELECT max_customers_per_mitra FROM settings));
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the mitra is inactive or has no room' USING ERRCODE = 'HB003';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sessions_guard BEFORE INSERT OR UPDATE OF state, mitra_id ON sessions
    FOR EACH ROW EXECUTE FUNCTION guard_session();
CREATE TRIGGER sessions_stay BEFORE DELETE OR TRUNCATE ON sessions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- The count belongs to the trigger above; whoever else writes it is refused.
CREATE TRIGGER mitras_count_is_kept BEFORE UPDATE OF live_sessions, load_version ON mitras
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change();

-- I11: the history of a session follows the session; it cannot tell another story.
CREATE FUNCTION follow_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.mitra_id = OLD.mitra_id AND NEW.state <> 'ended' THEN
            RETURN NULL;
        END IF;
        UPDATE assignments
           SET to_at = greatest(from_at, CASE WHEN NEW.state = 'ended' THEN NEW.ended_at
                                              ELSE NEW.assigned_at END)
         WHERE session_id = NEW.id AND to_at IS NULL;
        IF NEW.state = 'ended' THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO assignments (session_id, mitra_id, from_at, by, user_id, reason, override)
    VALUES (NEW.id, NEW.mitra_id, NEW.assigned_at, NEW.assigned_by, NEW.assigned_user_id,
            NEW.assigned_reason, NEW.assigned_override);
    RETURN NULL;
END $$;
CREATE TRIGGER sessions_follow AFTER INSERT OR UPDATE OF state, mitra_id ON sessions
    FOR EACH ROW EXECUTE FUNCTION follow_session();

-- I6: a request that is closed stays closed, as what it was closed.
CREATE FUNCTION guard_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'open' AND NEW.state <> OLD.state THEN
        RAISE EXCEPTION 'a closed request stays closed' USING ERRCODE = 'HB001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER requests_guard BEFORE UPDATE OF state ON requests
    FOR EACH ROW EXECUTE FUNCTION guard_request();

-- There is always an active admin. The lock makes two removals at one moment see each other.
CREATE FUNCTION guard_last_admin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.role = 'admin' AND OLD.active
       AND (TG_OP = 'DELETE' OR NEW.role <> 'admin' OR NOT NEW.active) THEN
        PERFORM pg_advisory_xact_lock(hashtext('halobestie.last_admin'));
        IF NOT EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND active AND id <> OLD.id) THEN
            RAISE EXCEPTION 'the last active admin stays' USING ERRCODE = 'HB004';
        END IF;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER users_keep_an_admin BEFORE UPDATE OF role, active OR DELETE ON users
    FOR EACH ROW EXECUTE FUNCTION guard_last_admin();

-- What was written in the audit log stays as it was written.
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- I7: how each offer of a request stands: won, or its last event, or what the closing of the request
-- made of it. (The ledger is written a little later than the claim, so 'won' need not be the last.)
CREATE VIEW offer_outcomes AS
SELECT DISTINCT ON (e.request_id, m.mitra_id)
       e.request_id, m.mitra_id, e.seq,
       CASE WHEN e.outcome <> 'offered' OR r.state = 'open' THEN e.outcome
            WHEN r.state = 'accepted' THEN 'taken'
            WHEN r.state = 'cancelled' THEN 'withdrawn'
            ELSE 'expired' END AS outcome,
       CASE WHEN e.outcome = 'offered' AND r.state = 'cancelled' THEN 'cancelled'
            ELSE e.reason END AS reason,
       CASE WHEN e.outcome = 'offered' AND r.state <> 'open' THEN r.closed_at ELSE e.at END AS at
  FROM offer_events e
  JOIN requests r ON r.id = e.request_id
 CROSS JOIN LATERAL unnest(e.mitra_ids) AS m (mitra_id)
 ORDER BY e.request_id, m.mitra_id, (e.outcome = 'won') DESC, e.seq DESC;
