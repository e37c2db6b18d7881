-- What falls off with time, in batches. Rows that somebody holds are left for the next time, so any
-- number of nodes may sweep at once. Each answers how many it forgot.

-- name: forget_old_requests(before, most)$
-- Those that came to nothing; a request that was accepted stays with its session.
WITH old AS (
    SELECT id FROM requests
     WHERE state IN ('cancelled', 'expired') AND created_at < :before
     ORDER BY created_at LIMIT :most FOR UPDATE SKIP LOCKED),
gone AS (DELETE FROM requests r USING old WHERE r.id = old.id RETURNING 1)
SELECT count(*) FROM gone;

-- name: forget_old_offers(before, most)$
-- A ledger goes as a whole, and only after its request has ended. Counted are the requests.
WITH old AS (
    SELECT DISTINCT request_id FROM (
        SELECT request_id FROM offer_events WHERE at < :before ORDER BY at LIMIT :most) e),
free AS (
    SELECT r.id FROM requests r JOIN old ON old.request_id = r.id
     WHERE r.state <> 'open' AND r.closed_at < :before
       FOR NO KEY UPDATE OF r SKIP LOCKED),
gone AS (DELETE FROM offer_events e USING free WHERE e.request_id = free.id RETURNING e.request_id)
SELECT count(DISTINCT request_id) FROM gone;

-- name: forget_old_logins(before, most)$
WITH old AS (
    SELECT id FROM logins WHERE least(expires_at, ended_at) < :before
     ORDER BY least(expires_at, ended_at) LIMIT :most FOR UPDATE SKIP LOCKED),
gone AS (DELETE FROM logins l USING old WHERE l.id = old.id RETURNING 1)
SELECT count(*) FROM gone;

-- name: forget_old_online_periods(before, most)$
WITH old AS (
    SELECT id FROM online_periods WHERE offline_at < :before
     ORDER BY offline_at LIMIT :most FOR UPDATE SKIP LOCKED),
gone AS (DELETE FROM online_periods p USING old WHERE p.id = old.id RETURNING 1)
SELECT count(*) FROM gone;

-- name: forget_old_audit(before, most)$
SELECT forget_audit(:before, :most);

-- name: unused_anonymous(before, at, most)
-- Anonymous customers who were last here before that: no login, no request, no session since.
SELECT c.id AS customer_id, c.created_at FROM customers c
 WHERE c.registered_via IS NULL AND NOT c.erased AND c.created_at < :before
   AND NOT EXISTS (SELECT 1 FROM logins l WHERE l.customer_id = c.id
                      AND (l.created_at >= :before OR least(l.expires_at, l.ended_at) > :at))
   AND NOT EXISTS (SELECT 1 FROM requests r WHERE r.customer_id = c.id
                      AND (r.created_at >= :before OR r.state = 'open'))
   AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.customer_id = c.id
                      AND (s.ended_at >= :before OR s.state <> 'ended'))
 ORDER BY c.created_at LIMIT :most FOR UPDATE SKIP LOCKED;
