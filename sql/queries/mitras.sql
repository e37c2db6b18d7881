-- Mitra: made by the control center, known by their phone number.

-- name: mitra(mitra_id)^
SELECT * FROM mitra_accounts WHERE mitra_id = :mitra_id;

-- name: mitra_to_log_in(phone)^
-- The lock makes a login and a deactivation at the same moment see each other.
SELECT id AS mitra_id, active FROM mitras WHERE phone = :phone FOR NO KEY UPDATE;

-- name: lock_mitra(mitra_id)$
SELECT id FROM mitras WHERE id = :mitra_id FOR NO KEY UPDATE;

-- name: mitra_with_sessions(mitra_id)
SELECT a.mitra_id AS account_id, a.phone, a.display_name, a.weight, a.active, a.wants_online,
       a.online, a.live_sessions AS sessions,
       a.created_at AS account_created_at, s.*, a.load_version AS account_version
  FROM mitra_accounts a
  LEFT JOIN session_cards s ON s.mitra_id = a.mitra_id AND s.state <> 'ended'
 WHERE a.mitra_id = :mitra_id
 ORDER BY s.created_at, s.session_id;

-- name: add_mitra(mitra_id, phone, display_name, weight, active, at)!
INSERT INTO mitras (id, phone, display_name, weight, active, created_at)
VALUES (:mitra_id, :phone, :display_name, :weight, :active, :at);

-- name: change_mitra(phone, display_name, weight, active, mitra_id)!
-- What is null stays as it is. An inactive mitra wants nothing.
UPDATE mitras
   SET phone = coalesce(:phone, phone),
       display_name = coalesce(:display_name, display_name),
       weight = coalesce(:weight, weight),
       active = coalesce(:active, active),
       wants_online = wants_online AND coalesce(:active, active)
 WHERE id = :mitra_id;

-- name: list_mitras(q, active, online)
SELECT * FROM mitra_accounts
 WHERE (CAST(:q AS text) IS NULL OR strpos(lower(display_name), lower(:q)) > 0
        OR strpos(phone, :q) > 0)
   AND (CAST(:active AS boolean) IS NULL OR active = :active)
   AND (CAST(:online AS boolean) IS NULL OR online = :online)

-- name: online_log(mitra_id, until, now, since)
-- Periods that touch [since, until); one that is open counts until now.
SELECT id AS period_id, online_at, offline_at, reason
  FROM online_periods
 WHERE mitra_id = :mitra_id AND online_at < :until
   AND coalesce(offline_at, :now) > :since AND CAST(:since AS timestamptz) < :until

-- name: online_log_days(now, until, since, mitra_id)
-- By the days of Jakarta, where the people are. The seconds of days without any are not told.
WITH parts AS (
    SELECT greatest(online_at, :since) AT TIME ZONE 'Asia/Jakarta' AS from_at,
           least(coalesce(offline_at, :now), :until) AT TIME ZONE 'Asia/Jakarta' AS to_at
      FROM online_periods
     WHERE mitra_id = :mitra_id AND online_at < least(:until, :now)
       AND coalesce(offline_at, :now) > :since AND CAST(:since AS timestamptz) < :until)
SELECT day::date AS day,
       sum(extract(epoch FROM least(to_at, day + interval '1 day')
                              - greatest(from_at, day)))::float8 AS online_s
  FROM parts, generate_series(date_trunc('day', from_at), to_at, interval '1 day') AS day
 WHERE to_at > day
 GROUP BY 1 ORDER BY 1;

-- name: online_log_seconds(now, until, since, mitra_id)$
SELECT coalesce(extract(epoch FROM sum(
         least(coalesce(offline_at, :now), :until) - greatest(online_at, :since))), 0)::float8
  FROM online_periods
 WHERE mitra_id = :mitra_id AND online_at < least(:until, :now)
   AND coalesce(offline_at, :now) > :since AND CAST(:since AS timestamptz) < :until;
