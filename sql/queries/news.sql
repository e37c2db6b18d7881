-- What changed: a node reads on from where it was, and so finds what no message told it.

-- name: news_cursor()$
-- Everything below it is seen by whoever asks from now on: nothing older is still being written.
SELECT CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text);

-- name: open_requests()
SELECT * FROM open_requests ORDER BY created_at, request_id;

-- name: open_requests_since(cursor, most)
-- Marks beyond the newest transaction come from another server, by a restored dump: they are no news.
SELECT * FROM open_requests
 WHERE changed_in >= CAST(CAST(:cursor AS text) AS xid8)
   AND changed_in < pg_snapshot_xmax(pg_current_snapshot())
 ORDER BY changed_in, request_id LIMIT :most;

-- name: closed_requests_since(cursor, since, most)
-- What ended long ago is no news, whenever it was written.
SELECT r.id AS request_id, r.customer_id, r.state, r.reason, r.changed_in,
       (SELECT e.mitra_ids[1] FROM offer_events e
         WHERE e.request_id = r.id AND e.outcome = 'won' LIMIT 1) AS winner
  FROM requests r
 WHERE r.changed_in >= CAST(CAST(:cursor AS text) AS xid8)
   AND r.changed_in < pg_snapshot_xmax(pg_current_snapshot()) AND r.closed_at >= :since
 ORDER BY r.changed_in, r.id LIMIT :most;

-- name: sessions_since(cursor, since, most)
SELECT c.*, s.changed_in FROM sessions s JOIN session_cards c ON c.session_id = s.id
 WHERE s.changed_in >= CAST(CAST(:cursor AS text) AS xid8)
   AND s.changed_in < pg_snapshot_xmax(pg_current_snapshot())
   AND coalesce(s.ended_at, :since) >= :since
 ORDER BY s.changed_in, s.id LIMIT :most;

-- name: mitras_here(mitra_ids)
-- How the mitra of a node really stand; `node_id` is where their open period is, if there is one.
SELECT m.id AS mitra_id, m.active, m.weight, m.wants_online, m.live_sessions, m.load_version,
       p.id AS period_id, p.node_id, p.epoch
  FROM mitras m
  LEFT JOIN online_periods p ON p.mitra_id = m.id AND p.offline_at IS NULL
 WHERE m.id = ANY (CAST(:mitra_ids AS uuid[]));

-- name: periods_at_home(node_id, epoch)
SELECT id AS period_id, mitra_id, greatest(online_at, last_seen_at) AS last_seen_at
  FROM online_periods
 WHERE node_id = :node_id AND epoch = :epoch AND offline_at IS NULL;

-- name: ended_logins(login_ids)
-- `deactivated`: it ended with the mitra's account, whose actor tells the phone why. One that is not
-- there any more is over, too: its customer was erased.
SELECT asked.id AS login_id, m.id IS NOT NULL AS deactivated
  FROM unnest(CAST(:login_ids AS uuid[])) AS asked (id)
  LEFT JOIN logins l ON l.id = asked.id
  LEFT JOIN mitras m ON m.id = l.mitra_id AND NOT m.active
 WHERE l.id IS NULL OR l.ended_at IS NOT NULL;

-- name: declined_by(mitra_id)
-- Open requests that this mitra has declined, on whatever node.
SELECT DISTINCT r.id AS request_id FROM requests r JOIN offer_events e ON e.request_id = r.id
 WHERE r.state = 'open' AND e.outcome = 'declined' AND CAST(:mitra_id AS uuid) = ANY (e.mitra_ids);
