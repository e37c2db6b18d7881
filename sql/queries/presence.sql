-- Online periods.

-- name: open_period(period_id, mitra_id, node_id, epoch, at)^
SELECT * FROM open_period(:period_id, :mitra_id, :node_id, :epoch, :at);

-- name: close_period(period_id, mitra_id, node_id, epoch, at, reason)^
SELECT * FROM close_period(:period_id, :mitra_id, :node_id, :epoch, :at, :reason);

-- name: note_seen(period_ids, ats)!
-- Never waits: a period that somebody is just closing needs no heartbeat any more.
WITH seen AS (
    SELECT p.id, s.at
      FROM unnest(CAST(:period_ids AS uuid[]), CAST(:ats AS timestamptz[])) AS s (id, at)
      JOIN online_periods p ON p.id = s.id
     WHERE p.offline_at IS NULL AND p.last_seen_at < s.at
       FOR NO KEY UPDATE OF p SKIP LOCKED)
UPDATE online_periods p SET last_seen_at = seen.at FROM seen WHERE p.id = seen.id;
