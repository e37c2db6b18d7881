-- The nodes. An epoch that grows is how a node that was paused learns that it is a ghost.

-- name: join_node(node_id, at)$
INSERT INTO nodes (id, epoch, started_at, seen_at) VALUES (:node_id, 1, :at, :at)
ON CONFLICT (id) DO UPDATE
   SET epoch = nodes.epoch + 1, started_at = :at, seen_at = :at, sockets = 0
RETURNING epoch;

-- name: beat(at, sockets, node_id, epoch)$
UPDATE nodes SET seen_at = greatest(seen_at, :at), sockets = :sockets
 WHERE id = :node_id AND epoch = :epoch
RETURNING true;

-- name: bury_node(node_id, epoch)$
-- The one who raises the epoch may adopt; the others find that it was done.
UPDATE nodes SET epoch = epoch + 1, sockets = 0 WHERE id = :node_id AND epoch = :epoch
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
          r.created_at, r.expires_at;

-- name: requests_at_home(node_id, epoch)
SELECT r.id AS request_id, r.customer_id, c.display_name, r.pairing_method, r.offer_timeout_s,
       r.created_at, r.expires_at
  FROM requests r JOIN customers c ON c.id = r.customer_id
 WHERE r.state = 'open' AND r.home_node = :node_id AND r.home_epoch = :epoch
 ORDER BY r.created_at, r.id;

-- name: lost_nodes(silent_since)
-- Silent nodes that still have something: a request that waits, a mitra who seems online.
SELECT n.id AS node_id, n.epoch FROM nodes n
 WHERE n.seen_at < :silent_since
   AND (EXISTS (SELECT 1 FROM requests r WHERE r.home_node = n.id AND r.state = 'open')
        OR EXISTS (SELECT 1 FROM online_periods p
                    WHERE p.node_id = n.id AND p.offline_at IS NULL))
 ORDER BY n.id;
