-- The nodes. An epoch that grows is how a node that was paused learns that it is a ghost.

-- name: join_node(node_id, at, lease_s)$
INSERT INTO nodes (id, epoch, started_at, seen_at, lease_until)
VALUES (:node_id, 1, :at, :at, clock_timestamp() + make_interval(secs => :lease_s))
ON CONFLICT (id) DO UPDATE
   SET epoch = nodes.epoch + 1, started_at = :at, seen_at = :at, sockets = 0,
       lease_until = excluded.lease_until
RETURNING epoch;

-- name: beat(at, sockets, lease_s, node_id, epoch)$
-- The lease is by PostgreSQL's clock: those of the nodes need not agree.
UPDATE nodes SET seen_at = greatest(seen_at, :at), sockets = :sockets,
                 lease_until = clock_timestamp() + make_interval(secs => :lease_s)
 WHERE id = :node_id AND epoch = :epoch
RETURNING true;

-- name: let_go(node_id, epoch)!
-- Whoever looks next may adopt what is left.
UPDATE nodes SET lease_until = clock_timestamp(), sockets = 0
 WHERE id = :node_id AND epoch = :epoch;

-- name: node_leases()
SELECT id AS node_id, epoch, lease_until > clock_timestamp() AS alive FROM nodes;

-- name: bury_node(node_id, epoch)$
-- The one who raises the epoch may adopt; the others find that it was done. A lease that was renewed
-- since somebody looked is respected.
UPDATE nodes SET epoch = epoch + 1, sockets = 0
 WHERE id = :node_id AND epoch = :epoch AND lease_until < clock_timestamp()
RETURNING epoch;

-- name: close_lost_periods(node_id, epoch)!
UPDATE online_periods p SET offline_at = greatest(p.online_at, p.last_seen_at), reason = 'node_lost'
 WHERE p.node_id = :node_id AND p.epoch < :epoch AND p.offline_at IS NULL;

-- name: adopt_requests(from_node, node_id, epoch)
-- Open requests that an older epoch of one node left behind get a new home.
WITH orphans AS (
    SELECT r.id FROM requests r JOIN nodes lost ON lost.id = r.home_node
     WHERE r.state = 'open' AND r.home_node = :from_node AND r.home_epoch < lost.epoch
     ORDER BY r.id FOR NO KEY UPDATE OF r)
UPDATE requests r SET home_node = :node_id, home_epoch = :epoch
  FROM orphans o, customers c
 WHERE r.id = o.id AND c.id = r.customer_id
   AND EXISTS (SELECT 1 FROM nodes n WHERE n.id = :node_id AND n.epoch = :epoch)
RETURNING r.id AS request_id, r.customer_id, c.display_name, r.pairing_method, r.offer_timeout_s,
          r.created_at, r.expires_at,
          ARRAY (SELECT DISTINCT m FROM offer_events e CROSS JOIN LATERAL unnest(e.mitra_ids) AS m
                  WHERE e.request_id = r.id AND e.outcome = 'declined') AS declined;

-- name: lost_nodes()
-- Whose lease is over, and who still has something: a request that waits, a mitra who seems online.
SELECT n.id AS node_id, n.epoch FROM nodes n
 WHERE n.lease_until < clock_timestamp()
   AND (EXISTS (SELECT 1 FROM requests r WHERE r.home_node = n.id AND r.state = 'open')
        OR EXISTS (SELECT 1 FROM online_periods p
                    WHERE p.node_id = n.id AND p.offline_at IS NULL))
 ORDER BY n.id;

-- name: requests_at_home(node_id, epoch)
SELECT * FROM open_requests WHERE home_node = :node_id AND home_epoch = :epoch
 ORDER BY created_at, request_id;
