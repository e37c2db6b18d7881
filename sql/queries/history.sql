-- What the board's charts show: a span of time in buckets.

-- name: history(since, until, step_s)
-- A request counts where it came in, a pairing and an expiry where they happened; a wait is that of
-- the pairing. Online: who was, at any moment of the bucket. A request lives for a day at most, so
-- those that expired within the span came in within it or the day before.
WITH buckets AS (
    SELECT n, at, least(at + make_interval(secs => :step_s), CAST(:until AS timestamptz)) AS to_at
      FROM generate_series(CAST(:since AS timestamptz), CAST(:until AS timestamptz),
                           make_interval(secs => :step_s)) WITH ORDINALITY AS b (at, n)),
came AS (
    SELECT 1 + floor(extract(epoch FROM r.created_at - CAST(:since AS timestamptz)) / :step_s) AS n,
           count(*) AS requests
      FROM requests r
     WHERE r.created_at >= :since AND r.created_at <= :until
     GROUP BY 1),
gone AS (
    SELECT 1 + floor(extract(epoch FROM r.closed_at - CAST(:since AS timestamptz)) / :step_s) AS n,
           count(*) AS expired
      FROM requests r
     WHERE r.state = 'expired' AND r.closed_at >= :since AND r.closed_at <= :until
       AND r.created_at >= CAST(:since AS timestamptz) - interval '1 day'
     GROUP BY 1),
met AS (
    SELECT 1 + floor(extract(epoch FROM s.created_at - CAST(:since AS timestamptz)) / :step_s) AS n,
           count(*) AS paired,
           percentile_cont(ARRAY [0.5, 0.95]) WITHIN GROUP (
               ORDER BY greatest(0, extract(epoch FROM s.created_at - r.created_at))) AS waits
      FROM sessions s JOIN requests r ON r.id = s.request_id
     WHERE s.created_at >= :since AND s.created_at <= :until
     GROUP BY 1)
SELECT b.at, coalesce(came.requests, 0) AS requests, coalesce(met.paired, 0) AS paired,
       coalesce(gone.expired, 0) AS expired, met.waits[1] AS wait_p50_s, met.waits[2] AS wait_p95_s,
       (SELECT count(DISTINCT p.mitra_id) FROM online_periods p
         WHERE p.online_at <= b.to_at AND coalesce(p.offline_at, 'infinity') >= b.at) AS online_mitras
  FROM buckets b
  LEFT JOIN came USING (n)
  LEFT JOIN gone USING (n)
  LEFT JOIN met USING (n)
 ORDER BY b.at;
