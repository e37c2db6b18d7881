-- Sessions: each change answers with the session's card as it is after it.

-- name: start_session(session_id, at)^
SELECT outcome, (card).* FROM start_session(:session_id, :at);

-- name: end_session(session_id, customer_id, mitra_id, user_id, reason, at)^
SELECT outcome, (card).*
  FROM end_session(:session_id, :customer_id, :mitra_id, :user_id, :reason, :at);

-- name: reroute_session(session_id, mitra_id, user_id, reason, override_capacity, at)^
SELECT outcome, old_mitra, old_sessions, old_version, (card).*
  FROM reroute_session(:session_id, :mitra_id, :user_id, :reason, :override_capacity, :at);

-- name: end_overdue_sessions(at, limit)
SELECT * FROM end_overdue_sessions(:at, :limit);

-- name: session(session_id)^
SELECT s.*, s.state <> 'ended' AND NOT m.active AS needs_reroute
  FROM session_cards s JOIN mitras m ON m.id = s.mitra_id
 WHERE s.session_id = :session_id;

-- name: assignments(session_id)
SELECT a.mitra_id, m.display_name AS mitra_name, a.from_at, a.to_at, a.by, a.user_id,
       u.display_name AS user_name, a.reason, a.override
  FROM assignments a
  JOIN mitras m ON m.id = a.mitra_id
  LEFT JOIN users u ON u.id = a.user_id
 WHERE a.session_id = :session_id
 ORDER BY a.seq;

-- name: list_sessions(q, state, live, needs_reroute, mitra_id, customer_id)
-- Whose mitra was deactivated waits for somebody to reroute it.
SELECT s.*, s.state <> 'ended' AND NOT m.active AS needs_reroute
  FROM session_cards s JOIN mitras m ON m.id = s.mitra_id
 WHERE (CAST(:q AS text) IS NULL OR strpos(lower(s.customer_name), lower(:q)) > 0
        OR strpos(lower(s.mitra_name), lower(:q)) > 0)
   AND (CAST(:state AS text) IS NULL OR s.state = :state)
   AND (CAST(:live AS boolean) IS NULL OR (s.state <> 'ended') = :live)
   AND (CAST(:needs_reroute AS boolean) IS NULL
        OR (s.state <> 'ended' AND NOT m.active) = :needs_reroute)
   AND (CAST(:mitra_id AS uuid) IS NULL OR s.mitra_id = :mitra_id)
   AND (CAST(:customer_id AS uuid) IS NULL OR s.customer_id = :customer_id)
