-- What is left of a person who is erased, and what falls off with time (docs/privacy.md). Both are
-- asked for by sql/queries/erasure.sql and retention.sql; here is what holds for every writer.

-- Erasure deletes a customer's row and all that hangs on it. Requests and sessions stay for the
-- counts, and belong from then on to a row that is nobody: of it, nothing but the day is known.
ALTER TABLE customers ADD COLUMN erased boolean NOT NULL DEFAULT false;
ALTER TABLE customers ADD CONSTRAINT customers_erased_is_nobody CHECK (
    NOT erased OR (display_name = '(dihapus)' AND phone IS NULL AND registered_via IS NULL
                   AND created_at = date_trunc('day', created_at, 'UTC')));

-- A press that waited for an erasure finds nobody any more: it opens nothing, and the question that
-- is asked again gets `customer_not_found`. The lock is the one that the foreign key takes anyway.
CREATE FUNCTION skip_request_of_nobody() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM customers c WHERE c.id = NEW.customer_id FOR KEY SHARE;
    IF FOUND THEN
        RETURN NEW;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER requests_of_somebody BEFORE INSERT ON requests
    FOR EACH ROW EXECUTE FUNCTION skip_request_of_nobody();

-- The audit log stays append-only, with two ways out that say themselves what they may take:
-- the words that somebody wrote about a session of a customer who is erased by now, and entries
-- that are over a year old. A guard does not believe its caller: here the server's clock counts.
DROP TRIGGER audit_log_append_only ON audit_log;
CREATE TRIGGER audit_log_not_emptied BEFORE TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- `reason` and `note` are what people write in their own words; all other fields are ids and states.
CREATE FUNCTION without_words(told jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT told - ARRAY ['reason', 'note'];
$$;

CREATE FUNCTION guard_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    less audit_log := OLD;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < now() - interval '1 year' THEN
            RETURN OLD;
        END IF;
    ELSE
        less.before := without_words(OLD.before);
        less.after := without_words(OLD.after);
        IF NEW IS NOT DISTINCT FROM less AND OLD.subject_kind = 'session' AND EXISTS (
            SELECT 1 FROM sessions s JOIN customers c ON c.id = s.customer_id
             WHERE s.id::text = OLD.subject_id AND c.erased) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'what is written in % stays as it was written', TG_TABLE_NAME
        USING ERRCODE = 'HB005';
END $$;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION guard_audit();

-- The two ways out run with the rights of the schema's owner: whoever serves needs no right to
-- change the log.
CREATE FUNCTION forget_words_in_audit(p_sessions uuid[]) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
    UPDATE audit_log SET before = without_words(before), after = without_words(after)
     WHERE subject_kind = 'session' AND subject_id = ANY (p_sessions::text[])
       AND (before ?| ARRAY ['reason', 'note'] OR after ?| ARRAY ['reason', 'note']);
$$;

CREATE FUNCTION forget_audit(p_before timestamptz, p_most integer) RETURNS bigint LANGUAGE sql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH old AS (
        SELECT id FROM audit_log WHERE at < least(p_before, now() - interval '1 year')
         ORDER BY at, id
         LIMIT p_most FOR UPDATE SKIP LOCKED),
    gone AS (DELETE FROM audit_log a USING old WHERE a.id = old.id RETURNING 1)
    SELECT count(*) FROM gone;
$$;

-- Forgets one customer. The caller has locked the row (FOR UPDATE), and has found no open request
-- and no live session. p_nobody is the id of the row that keeps the history, if there is any.
CREATE FUNCTION forget_customer(p_customer uuid, p_nobody uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    c customers;
    uids text[] := ARRAY (SELECT uid FROM customer_identities WHERE customer_id = p_customer);
    theirs uuid[] := ARRAY (SELECT id FROM sessions WHERE customer_id = p_customer);
BEGIN
    SELECT * INTO STRICT c FROM customers WHERE id = p_customer;
    IF EXISTS (SELECT 1 FROM requests WHERE customer_id = p_customer) THEN
        INSERT INTO customers (id, display_name, created_at, erased)
        VALUES (p_nobody, '(dihapus)', date_trunc('day', c.created_at, 'UTC'), true);
        UPDATE requests SET customer_id = p_nobody, command_id = NULL
         WHERE customer_id = p_customer;
        UPDATE sessions SET customer_id = p_nobody, assigned_reason = NULL
         WHERE customer_id = p_customer;
        UPDATE assignments SET reason = NULL
         WHERE session_id = ANY (theirs) AND reason IS NOT NULL;
        PERFORM forget_words_in_audit(theirs);
    END IF;
    -- The local issuer's user; its rows first, so that a credential cannot come in between.
    PERFORM 1 FROM local_identity_users WHERE uid = ANY (uids) ORDER BY uid FOR UPDATE;
    DELETE FROM local_identity_credentials WHERE uid = ANY (uids);
    DELETE FROM local_identity_users WHERE uid = ANY (uids);
    DELETE FROM local_identity_otps WHERE phone = c.phone;
    -- Identities and logins go with it.
    DELETE FROM customers WHERE id = p_customer;
END $$;

-- What the above, and the sweeps of retention.sql, look for.
CREATE INDEX sessions_of_customer ON sessions (customer_id);
DROP INDEX logins_customer;
CREATE INDEX logins_of_customer ON logins (customer_id);
CREATE INDEX logins_over ON logins (least(expires_at, ended_at));
CREATE INDEX audit_log_subject ON audit_log (subject_kind, subject_id);
CREATE INDEX requests_came_to_nothing ON requests (created_at)
    WHERE state IN ('cancelled', 'expired');
CREATE INDEX offer_events_at ON offer_events (at);
CREATE INDEX online_periods_over ON online_periods (offline_at) WHERE offline_at IS NOT NULL;
CREATE INDEX customers_anonymous ON customers (created_at)
    WHERE registered_via IS NULL AND NOT erased;
