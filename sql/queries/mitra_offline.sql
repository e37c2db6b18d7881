-- The control center takes a mitra offline.

-- name: unwish_online(mitra_id)^
-- The wish ends here; the period that is open is closed by the mitra's actor.
UPDATE mitras m SET wants_online = false
  FROM mitra_accounts a
 WHERE m.id = :mitra_id AND a.mitra_id = m.id
RETURNING a.online OR a.wants_online AS was_online;
