-- The rights of a person: all that is kept of one customer, and its end.

-- name: customer_to_erase(customer_id)^
-- The strongest lock: who logs in, links, renames or presses at this moment comes before or after.
SELECT id AS customer_id, created_at, erased FROM customers WHERE id = :customer_id FOR UPDATE;

-- name: customer_is_busy(customer_id)$
SELECT EXISTS (SELECT 1 FROM requests WHERE customer_id = :customer_id AND state = 'open')
    OR EXISTS (SELECT 1 FROM sessions WHERE customer_id = :customer_id AND state <> 'ended');

-- name: customer_was_erased(customer_id)$
SELECT EXISTS (SELECT 1 FROM audit_log
                WHERE subject_kind = 'customer' AND subject_id = CAST(:customer_id AS text)
                  AND action = 'customer.erase');

-- name: uids_of_customer(customer_id)
SELECT uid FROM customer_identities WHERE customer_id = :customer_id ORDER BY uid;

-- name: forget_customer(customer_id, nobody_id)!
SELECT forget_customer(:customer_id, :nobody_id);

-- name: person(customer_id)^
SELECT id AS customer_id, display_name, registered_via, registered_at, phone, created_at
  FROM customers WHERE id = :customer_id AND NOT erased;

-- name: identities_of_person(customer_id)
SELECT uid, created_at FROM customer_identities WHERE customer_id = :customer_id
 ORDER BY created_at, uid;

-- name: logins_of_person(customer_id)
SELECT id AS login_id, created_at, expires_at, ended_at FROM logins
 WHERE customer_id = :customer_id ORDER BY created_at, id;

-- name: requests_of_person(customer_id)
-- Of the mitra who were asked, how many: who they are is told where one came.
SELECT r.id AS request_id, r.state, r.reason, r.pairing_method, r.terms, r.created_at, r.expires_at,
       r.closed_at,
       (SELECT coalesce(jsonb_object_agg(o.outcome, o.count), '{}')
          FROM (SELECT outcome, count(*) FROM offer_outcomes
                 WHERE request_id = r.id GROUP BY outcome) o) AS offers
  FROM requests r WHERE r.customer_id = :customer_id ORDER BY r.created_at, r.id;

-- name: sessions_of_person(customer_id)
SELECT id AS session_id, request_id, state, created_at, started_at, ends_at, ended_at, end_reason
  FROM sessions WHERE customer_id = :customer_id ORDER BY created_at, id;

-- name: besties_of_person(customer_id)
SELECT a.session_id, m.display_name AS bestie, a.from_at, a.to_at, a.reason
  FROM assignments a
  JOIN sessions s ON s.id = a.session_id
  JOIN mitras m ON m.id = a.mitra_id
 WHERE s.customer_id = :customer_id ORDER BY a.session_id, a.seq;

-- name: audit_of_person(customer_id)
-- What the control center did about this customer, by whom in its staff is not theirs to take home.
SELECT a.at, a.action, a.subject_kind, a.subject_id, a.before, a.after
  FROM audit_log a
 WHERE (a.subject_kind = 'customer' AND a.subject_id = CAST(:customer_id AS text))
    OR (a.subject_kind = 'request' AND a.subject_id IN (
           SELECT r.id::text FROM requests r WHERE r.customer_id = CAST(:customer_id AS uuid)))
    OR (a.subject_kind = 'session' AND a.subject_id IN (
           SELECT s.id::text FROM sessions s WHERE s.customer_id = CAST(:customer_id AS uuid)))
 ORDER BY a.at, a.id;
