-- What leaves as a table for a spreadsheet: all of a time range, the oldest first. No phone numbers.

-- name: export_requests(since, until)
SELECT r.id AS request_id, r.created_at, r.expires_at, r.closed_at, r.state, r.reason,
       r.pairing_method, r.customer_id, c.display_name AS customer_name, s.id AS session_id,
       s.mitra_id, m.display_name AS mitra_name
  FROM requests r
  JOIN customers c ON c.id = r.customer_id
  LEFT JOIN sessions s ON s.request_id = r.id
  LEFT JOIN mitras m ON m.id = s.mitra_id
 WHERE r.created_at >= :since AND r.created_at < :until
 ORDER BY r.created_at, r.id;

-- name: export_sessions(since, until)
SELECT session_id, request_id, created_at, started_at, ends_at, ended_at, state, end_reason,
       customer_id, customer_name, mitra_id, mitra_name
  FROM session_cards
 WHERE created_at >= :since AND created_at < :until
 ORDER BY created_at, session_id;

-- name: export_online_log(since, until)
-- Periods that touch [since, until), as long as they were; one that is open has no end yet.
SELECT p.mitra_id, m.display_name AS mitra_name, p.online_at, p.offline_at, p.reason,
       floor(extract(epoch FROM p.offline_at - p.online_at))::bigint AS online_s
  FROM online_periods p
  JOIN mitras m ON m.id = p.mitra_id
 WHERE p.online_at < :until AND coalesce(p.offline_at, 'infinity') > :since
 ORDER BY p.online_at, p.id;
