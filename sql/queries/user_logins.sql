-- Control-center users at the door: a session for a password that was just found right.

-- name: add_verified_session(id_hash, at, expires_at, user_id, password_hash)$
-- The lock makes a login see a deactivation or a new password of the same moment.
INSERT INTO user_sessions (id_hash, user_id, created_at, last_seen_at, expires_at)
SELECT :id_hash, u.id, :at, :at, :expires_at FROM users u
 WHERE u.id = :user_id AND u.active AND u.password_hash = :password_hash
   FOR SHARE
RETURNING true;

-- name: rehash_password(new_hash, user_id, old_hash)!
UPDATE users SET password_hash = :new_hash
 WHERE id = :user_id AND password_hash = :old_hash;

-- name: living_user_sessions(id_hashes, at, idle_since)
SELECT s.id_hash FROM user_sessions s JOIN users u ON u.id = s.user_id
 WHERE s.id_hash = ANY (CAST(:id_hashes AS bytea[])) AND u.active
   AND s.expires_at > :at AND s.last_seen_at > :idle_since;
