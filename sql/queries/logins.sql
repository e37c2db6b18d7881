-- Logins of phones. Only the hash of a token is ever here.

-- name: add_login(login_id, token_hash, role, customer_id, mitra_id, at, expires_at)!
INSERT INTO logins (id, token_hash, role, customer_id, mitra_id, created_at, expires_at)
VALUES (:login_id, :token_hash, :role, :customer_id, :mitra_id, :at, :expires_at);

-- name: find_login(token_hash, at)^
SELECT id AS login_id, role, coalesce(customer_id, mitra_id) AS account_id, expires_at
  FROM logins
 WHERE token_hash = :token_hash AND ended_at IS NULL AND expires_at > :at;

-- name: end_login(at, login_id)!
UPDATE logins SET ended_at = :at WHERE id = :login_id AND ended_at IS NULL;

-- name: end_logins_of_mitra(at, mitra_id)!
UPDATE logins SET ended_at = :at WHERE mitra_id = :mitra_id AND ended_at IS NULL;
