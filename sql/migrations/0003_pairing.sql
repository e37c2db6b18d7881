-- The referee: each function decides one question in one round trip, and says why not. The guards
-- of 0002 stand behind them; these answer in words what the guards would refuse with an error.
--
-- Rows are locked in one order everywhere, so that nobody waits in a circle: a session, the mitras
-- (by id), a node, an online period, the requests (by id).

-- "Mulai Curhat": a new request, the one that is open already, or why not. outcome: opened (also when
-- this very request is asked for again) | existing | again (ask once more: somebody came between) |
-- customer_not_found | session_live | registration_required | unavailable (the node's epoch is over).
CREATE FUNCTION open_request(
    p_request uuid, p_customer uuid, p_command uuid, p_node text, p_epoch bigint, p_at timestamptz,
    OUT outcome text, OUT request_id uuid, OUT display_name text, OUT pairing_method text,
    OUT offer_timeout_s integer, OUT created_at timestamptz, OUT expires_at timestamptz
) LANGUAGE plpgsql AS $$
DECLARE
    c customers;
    s settings;
BEGIN
    SELECT * INTO c FROM customers WHERE id = p_customer;
    SELECT * INTO s FROM settings;
    IF c.id IS NULL THEN
        outcome := 'customer_not_found'; RETURN;
    END IF;
    -- The same press, sent again: the same request, whatever became of it since.
    SELECT CASE WHEN r.id = p_request AND r.state = 'open' THEN 'opened' ELSE 'existing' END,
           r.id, c.display_name, r.pairing_method, r.offer_timeout_s, r.created_at, r.expires_at
      INTO outcome, request_id, display_name, pairing_method, offer_timeout_s, created_at, expires_at
      FROM requests r
     WHERE r.customer_id = p_customer
       AND (r.state = 'open' OR r.command_id = p_command OR r.id = p_request)
     ORDER BY (r.command_id = p_command) DESC NULLS LAST, (r.id = p_request) DESC LIMIT 1;
    IF FOUND THEN
        RETURN;
    END IF;
    IF EXISTS (SELECT 1 FROM sessions x WHERE x.customer_id = p_customer AND x.state <> 'ended') THEN
        outcome := 'session_live'; RETURN;
    END IF;
    IF c.registered_via IS NULL AND NOT s.anonymity_enabled THEN
        outcome := 'registration_required'; RETURN;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM nodes n WHERE n.id = p_node AND n.epoch = p_epoch) THEN
        outcome := 'unavailable'; RETURN;
    END IF;
    INSERT INTO requests AS r (id, customer_id, command_id, pairing_method, offer_timeout_s, terms,
                               created_at, expires_at, home_node, home_epoch)
    VALUES (p_request, p_customer, p_command, s.pairing_method, s.offer_timeout_s,
            jsonb_build_object(
                'settings_version', s.version,
                'payment_timeout_s', s.payment_timeout_s,
                'price_list', s.price_list,
                'trial', CASE WHEN s.trial_enabled AND c.registered_via IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM sessions x WHERE x.customer_id = p_customer)
                    THEN jsonb_build_object('duration_min', s.trial_duration_min) END),
            p_at, p_at + make_interval(secs => s.request_timeout_s), p_node, p_epoch)
    ON CONFLICT DO NOTHING
    RETURNING 'opened', r.id, c.display_name, r.pairing_method, r.offer_timeout_s, r.created_at,
              r.expires_at
      INTO outcome, request_id, display_name, pairing_method, offer_timeout_s, created_at, expires_at;
    IF NOT FOUND THEN
        -- Somebody else's press of this customer came between: theirs is the answer.
        outcome := 'again';
    ELSIF EXISTS (SELECT 1 FROM sessions x
                   WHERE x.customer_id = p_customer AND x.state <> 'ended') THEN
        -- The insert waited for an accept of the request before this one.
        DELETE FROM requests r WHERE r.id = p_request;
        outcome := 'session_live';
    END IF;
END $$;

-- Closes a request as cancelled or expired; says how it really stands. p_customer is null when it
-- is not the customer who asks. outcome: closed, not_found, or the state that it had already.
CREATE FUNCTION close_request(
    p_request uuid, p_customer uuid, p_state text, p_reason text, p_at timestamptz,
    OUT outcome text, OUT customer_id uuid, OUT state text, OUT reason text
) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE requests r SET state = p_state, reason = p_reason, closed_at = greatest(p_at, r.created_at)
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

-- A session as it is told: with the names, and the mitra's load after it.
CREATE VIEW session_cards AS
SELECT s.id AS session_id, s.request_id, s.state, s.customer_id, c.display_name AS customer_name,
       s.mitra_id, m.display_name AS mitra_name, s.created_at, s.started_at, s.ends_at, s.ended_at,
       s.end_reason, m.live_sessions, m.load_version
  FROM sessions s
  JOIN customers c ON c.id = s.customer_id
  JOIN mitras m ON m.id = s.mitra_id;

-- One accept. outcome: won | taken | closed | not_found | inactive | at_capacity. A claim that was won
-- before by the same mitra is won again (the same session): a retry after a lost answer gets the
-- true result. The caller has locked the mitra and the request.
CREATE FUNCTION claim_offer(
    p_request uuid, p_mitra uuid, p_session uuid, p_at timestamptz, p_node text, p_epoch bigint,
    OUT outcome text, OUT session_id uuid
) LANGUAGE plpgsql AS $$
DECLARE
    m mitras;
    r requests;
BEGIN
    SELECT * INTO m FROM mitras WHERE id = p_mitra;
    SELECT * INTO r FROM requests WHERE id = p_request;
    IF r.state = 'accepted' THEN
        SELECT s.id INTO session_id FROM sessions s
          JOIN offer_events e ON e.request_id = s.request_id AND e.outcome = 'won'
         WHERE s.request_id = p_request AND e.mitra_ids = ARRAY [p_mitra];
    END IF;
    outcome := CASE
        WHEN r.id IS NULL THEN 'not_found'
        WHEN session_id IS NOT NULL THEN 'won'
        WHEN r.state = 'accepted' THEN 'taken'
        WHEN r.state <> 'open' THEN 'closed'
        WHEN r.home_node <> p_node OR r.home_epoch <> p_epoch THEN 'not_found'
        WHEN m.id IS NULL OR NOT m.active THEN 'inactive'
        WHEN m.live_sessions >= (SELECT max_customers_per_mitra FROM settings) THEN 'at_capacity'
        ELSE 'won' END;
    IF outcome = 'won' AND session_id IS NULL THEN
        UPDATE requests SET state = 'accepted', closed_at = greatest(p_at, created_at)
         WHERE id = p_request;
        INSERT INTO sessions (id, request_id, customer_id, mitra_id, created_at, payment_due_at,
                              assigned_at)
        VALUES (p_session, p_request, r.customer_id, p_mitra, p_at,
                p_at + make_interval(secs => (r.terms ->> 'payment_timeout_s')::integer), p_at);
        INSERT INTO offer_events (request_id, at, outcome, mitra_ids)
        VALUES (p_request, p_at, 'won', ARRAY [p_mitra]);
        session_id := p_session;
    END IF;
END $$;

-- Accepts that travel together: one answer each, in the order given, with the session's card when it
-- is won, and the mitra's load. Everything is locked first, in order: batches of two nodes never
-- deadlock.
CREATE FUNCTION claim_offers(
    p_requests uuid[], p_mitras uuid[], p_sessions uuid[], p_ats timestamptz[],
    p_node text, p_epoch bigint
) RETURNS TABLE (ord bigint, outcome text, mitra_sessions integer, mitra_version bigint,
                 card session_cards)
LANGUAGE plpgsql AS $$
DECLARE
    claim record;
    won uuid;
BEGIN
    PERFORM 1 FROM mitras WHERE id = ANY (p_mitras) ORDER BY id FOR NO KEY UPDATE;
    PERFORM 1 FROM requests WHERE id = ANY (p_requests) ORDER BY id FOR NO KEY UPDATE;
    FOR claim IN
        SELECT * FROM unnest(p_requests, p_mitras, p_sessions, p_ats) WITH ORDINALITY
            AS c (request, mitra, session, at, n) ORDER BY n
    LOOP
        ord := claim.n;
        SELECT c.outcome, c.session_id INTO outcome, won
          FROM claim_offer(claim.request, claim.mitra, claim.session, claim.at, p_node, p_epoch) c;
        SELECT m.live_sessions, m.load_version INTO mitra_sessions, mitra_version
          FROM mitras m WHERE m.id = claim.mitra;
        SELECT * INTO card FROM session_cards s WHERE s.session_id = won;
        RETURN NEXT;
    END LOOP;
END $$;

-- Sessions: what became of it, with its card. ---------------------------------------------------------
-- outcome: started | already | session_closed | session_not_found.
CREATE FUNCTION start_session(
    p_session uuid, p_at timestamptz, OUT outcome text, OUT card session_cards
) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE sessions SET state = 'active', started_at = greatest(p_at, created_at)
     WHERE id = p_session AND state = 'pending_payment';
    outcome := CASE WHEN FOUND THEN 'started' END;
    SELECT * INTO card FROM session_cards s WHERE s.session_id = p_session;
    outcome := coalesce(outcome, CASE card.state WHEN 'active' THEN 'already'
                                                 WHEN 'ended' THEN 'session_closed' END,
                        'session_not_found');
END $$;

-- p_customer or p_mitra names who ends it; both null: the control center (p_user) or the clock.
-- outcome: ended | session_closed | session_not_found.
CREATE FUNCTION end_session(
    p_session uuid, p_customer uuid, p_mitra uuid, p_user uuid, p_reason text, p_at timestamptz,
    OUT outcome text, OUT card session_cards
) LANGUAGE plpgsql AS $$
DECLARE
    was text;
BEGIN
    SELECT s.state INTO was FROM sessions s
     WHERE s.id = p_session AND (p_customer IS NULL OR s.customer_id = p_customer)
       AND (p_mitra IS NULL OR s.mitra_id = p_mitra)
       FOR NO KEY UPDATE;
    IF was IS NULL THEN
        outcome := 'session_not_found'; RETURN;
    ELSIF was = 'ended' THEN
        outcome := 'session_closed';
    ELSE
        UPDATE sessions
           SET state = 'ended', end_reason = p_reason, ended_by = p_user,
               ended_at = greatest(p_at, created_at, started_at)
         WHERE id = p_session;
        outcome := 'ended';
    END IF;
    SELECT * INTO card FROM session_cards s WHERE s.session_id = p_session;
END $$;

-- Sessions whose payment is overdue or whose time is up, ended; several nodes may sweep at once.
CREATE FUNCTION end_overdue_sessions(p_at timestamptz, p_limit integer)
RETURNS SETOF session_cards LANGUAGE plpgsql AS $$
DECLARE
    overdue uuid[] := ARRAY (
        SELECT s.id FROM sessions s
         WHERE (s.state = 'pending_payment' AND s.payment_due_at <= p_at)
            OR (s.state = 'active' AND s.ends_at <= p_at)
         LIMIT p_limit FOR NO KEY UPDATE SKIP LOCKED);
BEGIN
    PERFORM 1 FROM mitras
      WHERE id IN (SELECT s.mitra_id FROM sessions s WHERE s.id = ANY (overdue))
      ORDER BY id FOR NO KEY UPDATE;
    UPDATE sessions
       SET state = 'ended', ended_at = greatest(p_at, created_at, started_at),
           end_reason = CASE state WHEN 'active' THEN 'time_up' ELSE 'payment_timeout' END
     WHERE id = ANY (overdue);
    RETURN QUERY SELECT * FROM session_cards s WHERE s.session_id = ANY (overdue);
END $$;

-- To another mitra, all or nothing. outcome: rerouted, or why not; with both loads.
CREATE FUNCTION reroute_session(
    p_session uuid, p_mitra uuid, p_user uuid, p_reason text, p_override boolean, p_at timestamptz,
    OUT outcome text, OUT old_mitra uuid, OUT old_sessions integer, OUT old_version bigint,
    OUT card session_cards
) LANGUAGE plpgsql AS $$
DECLARE
    s sessions;
    m mitras;
BEGIN
    SELECT * INTO s FROM sessions WHERE id = p_session FOR NO KEY UPDATE;
    old_mitra := s.mitra_id;
    -- Both rows in the order of their ids, before anything is read of them.
    PERFORM 1 FROM mitras WHERE id IN (s.mitra_id, p_mitra) ORDER BY id FOR NO KEY UPDATE;
    SELECT * INTO m FROM mitras WHERE id = p_mitra;
    outcome := CASE
        WHEN s.id IS NULL THEN 'session_not_found'
        WHEN s.state = 'ended' THEN 'session_closed'
        WHEN m.id IS NULL THEN 'mitra_not_found'
        WHEN s.mitra_id = m.id THEN 'same_mitra'
        WHEN NOT m.active THEN 'mitra_inactive'
        WHEN NOT EXISTS (SELECT 1 FROM online_periods p
                          WHERE p.mitra_id = m.id AND p.offline_at IS NULL) THEN 'mitra_offline'
        WHEN NOT p_override AND m.live_sessions >= (SELECT max_customers_per_mitra FROM settings)
            THEN 'mitra_full'
        ELSE 'rerouted' END;
    IF outcome = 'rerouted' THEN
        UPDATE sessions
           SET mitra_id = p_mitra, assigned_at = greatest(p_at, assigned_at),
               assigned_by = 'control_center', assigned_user_id = p_user,
               assigned_reason = p_reason, assigned_override = p_override
         WHERE id = p_session;
    END IF;
    SELECT x.live_sessions, x.load_version INTO old_sessions, old_version
      FROM mitras x WHERE x.id = old_mitra;
    SELECT * INTO card FROM session_cards x WHERE x.session_id = p_session;
END $$;

-- Presence. -----------------------------------------------------------------------------------------
-- Opens a period, or takes over the one that is open (the mitra moved to this node): outcome opened |
-- inactive | not_found | stale_epoch, with the period and since when.
CREATE FUNCTION open_period(
    p_period uuid, p_mitra uuid, p_node text, p_epoch bigint, p_at timestamptz,
    OUT outcome text, OUT period_id uuid, OUT since timestamptz
) LANGUAGE plpgsql AS $$
DECLARE
    m mitras;
BEGIN
    SELECT * INTO m FROM mitras WHERE id = p_mitra FOR NO KEY UPDATE;
    -- Held until the commit: a node that starts anew meanwhile finds the period, and closes it.
    PERFORM 1 FROM nodes n WHERE n.id = p_node AND n.epoch = p_epoch FOR SHARE;
    outcome := CASE WHEN NOT FOUND THEN 'stale_epoch' WHEN m.id IS NULL THEN 'not_found'
                    WHEN NOT m.active THEN 'inactive' ELSE 'opened' END;
    IF outcome <> 'opened' THEN
        RETURN;
    END IF;
    UPDATE mitras SET wants_online = true WHERE id = p_mitra AND NOT wants_online;
    UPDATE online_periods SET node_id = p_node, epoch = p_epoch,
                              last_seen_at = greatest(last_seen_at, p_at)
     WHERE mitra_id = p_mitra AND offline_at IS NULL
    RETURNING id, online_at INTO period_id, since;
    IF period_id IS NULL THEN
        -- A clock that is behind must not open a period inside the one before.
        SELECT greatest(p_at, max(offline_at)) INTO since FROM online_periods
         WHERE mitra_id = p_mitra;
        INSERT INTO online_periods (id, mitra_id, node_id, epoch, online_at, last_seen_at)
        VALUES (p_period, p_mitra, p_node, p_epoch, since, since)
        RETURNING id INTO period_id;
    END IF;
END $$;

-- Ends a period at p_at (for silence: the last heartbeat). The wish goes with it, also when silence
-- was faster, unless it was lost or the mitra is online elsewhere by now. outcome: closed | not_open.
CREATE FUNCTION close_period(
    p_period uuid, p_mitra uuid, p_node text, p_epoch bigint, p_at timestamptz, p_reason text,
    OUT outcome text
) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM mitras WHERE id = p_mitra FOR NO KEY UPDATE;
    UPDATE online_periods SET offline_at = greatest(online_at, p_at), reason = p_reason
     WHERE id = p_period AND mitra_id = p_mitra AND offline_at IS NULL
       AND node_id = p_node AND epoch = p_epoch;
    outcome := CASE WHEN FOUND THEN 'closed' ELSE 'not_open' END;
    IF p_reason NOT IN ('heartbeat_lost', 'node_lost') THEN
        UPDATE mitras m SET wants_online = false
         WHERE m.id = p_mitra AND m.wants_online AND NOT EXISTS (
            SELECT 1 FROM online_periods p WHERE p.mitra_id = p_mitra AND p.offline_at IS NULL);
    END IF;
END $$;

-- A mitra as the control center and the mitra itself see it: online is what the server observes.
CREATE VIEW mitra_accounts AS
SELECT m.id AS mitra_id, m.phone, m.display_name, m.weight, m.active, m.wants_online,
       m.live_sessions, m.load_version, m.created_at,
       EXISTS (SELECT 1 FROM online_periods p
                WHERE p.mitra_id = m.id AND p.offline_at IS NULL) AS online
  FROM mitras m;
