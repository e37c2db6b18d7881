-- Payments: which sessions still wait for theirs.

-- name: unpaid_sessions(created_before, at, most)
SELECT id AS session_id FROM sessions
 WHERE state = 'pending_payment' AND created_at < :created_before AND payment_due_at > :at
 ORDER BY payment_due_at
 LIMIT :most;
