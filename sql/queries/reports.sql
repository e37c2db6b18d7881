-- What the control center looks at.

-- name: dashboard(at)^
-- The board in one answer. A node is alive while it was seen within 10 seconds, and is forgotten
-- after a day.
SELECT live.active, live.pending_payment, waiting.requests, waiting.longest_s, online.mitras,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'mitra_id', a.mitra_id, 'display_name', a.display_name, 'online', a.online,
                   'sessions', a.live_sessions, 'capacity', s.max_customers_per_mitra)
                   ORDER BY a.online DESC, lower(a.display_name), a.mitra_id), '[]')
          FROM mitra_accounts a, settings s WHERE a.online OR a.live_sessions > 0) AS mitras_busy,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'node_id', n.id, 'alive', n.seen_at >= CAST(:at AS timestamptz) - interval '10 seconds',
                   'sockets', n.sockets) ORDER BY n.id), '[]')
          FROM nodes n WHERE n.seen_at > CAST(:at AS timestamptz) - interval '1 day') AS nodes
  FROM (SELECT count(*) FILTER (WHERE state = 'active') AS active,
               count(*) FILTER (WHERE state = 'pending_payment') AS pending_payment
          FROM sessions WHERE state <> 'ended') AS live,
       (SELECT count(*) AS requests,
               coalesce(greatest(0, extract(epoch FROM CAST(:at AS timestamptz) - min(created_at)))::integer, 0) AS longest_s
          FROM requests WHERE state = 'open') AS waiting,
       (SELECT count(*) AS mitras FROM online_periods WHERE offline_at IS NULL) AS online;

-- name: list_requests(q, state, customer_id, request_id)
SELECT r.id AS request_id, r.customer_id, c.display_name AS customer_name, r.state, r.reason,
       r.pairing_method, r.created_at, r.expires_at, r.closed_at, s.id AS session_id, s.mitra_id,
       m.display_name AS mitra_name
  FROM requests r
  JOIN customers c ON c.id = r.customer_id
  LEFT JOIN sessions s ON s.request_id = r.id
  LEFT JOIN mitras m ON m.id = s.mitra_id
 WHERE (CAST(:q AS text) IS NULL OR strpos(lower(c.display_name), lower(:q)) > 0
        OR strpos(lower(m.display_name), lower(:q)) > 0)
   AND (CAST(:state AS text) IS NULL OR r.state = :state)
   AND (CAST(:customer_id AS uuid) IS NULL OR r.customer_id = :customer_id)
   AND (CAST(:request_id AS uuid) IS NULL OR r.id = :request_id)

-- name: offers_of_request(request_id)
-- offered_at: when it was first on that mitra's screen, null when it never was.
SELECT o.mitra_id, m.display_name, o.outcome, o.reason, o.at,
       (SELECT min(e.at) FROM offer_events e
         WHERE e.request_id = o.request_id AND e.outcome = 'offered'
           AND o.mitra_id = ANY (e.mitra_ids)) AS offered_at
  FROM offer_outcomes o JOIN mitras m ON m.id = o.mitra_id
 WHERE o.request_id = :request_id
 ORDER BY o.at, o.seq, o.mitra_id;
