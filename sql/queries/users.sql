-- The people of the control center, and their cookie sessions.

-- name: user(user_id)^
SELECT id AS user_id, email, display_name, role, active FROM users WHERE id = :user_id;

-- name: user_to_change(user_id)^
SELECT id AS user_id, email, display_name, role, active FROM users
 WHERE id = :user_id FOR NO KEY UPDATE;

-- name: user_by_email(email)^
SELECT id AS user_id, email, display_name, role, active, password_hash
  FROM users WHERE email = lower(:email);

-- name: add_user(user_id, email, display_name, role, active, password_hash, at)^
INSERT INTO users (id, email, display_name, role, active, password_hash, created_at)
VALUES (:user_id, lower(:email), :display_name, :role, :active, :password_hash, :at)
RETURNING id AS user_id, email, display_name, role, active;

-- name: change_user(email, display_name, role, active, password_hash, user_id)^
-- What is null stays as it is.
UPDATE users
   SET email = coalesce(lower(:email), email),
       display_name = coalesce(:display_name, display_name),
       role = coalesce(:role, role),
       active = coalesce(:active, active),
       password_hash = coalesce(:password_hash, password_hash)
 WHERE id = :user_id
RETURNING id AS user_id, email, display_name, role, active;

-- name: remove_user(user_id)!
DELETE FROM users WHERE id = :user_id;

-- name: count_admins()$
SELECT count(*) FROM users WHERE role = 'admin' AND active;

-- name: list_users(q, role, active)
SELECT id AS user_id, email, display_name, role, active, created_at
  FROM users
 WHERE (CAST(:q AS text) IS NULL OR strpos(lower(display_name), lower(:q)) > 0
        OR strpos(email, lower(:q)) > 0)
   AND (CAST(:role AS text) IS NULL OR role = :role)
   AND (CAST(:active AS boolean) IS NULL OR active = :active)

-- name: forget_expired_user_sessions(at)!
DELETE FROM user_sessions WHERE expires_at <= :at;

-- name: add_user_session(id_hash, user_id, at, expires_at)!
INSERT INTO user_sessions (id_hash, user_id, created_at, last_seen_at, expires_at)
VALUES (:id_hash, :user_id, :at, :at, :expires_at);

-- name: touch_user_session(at, id_hash, idle_since)^
UPDATE user_sessions s SET last_seen_at = greatest(s.last_seen_at, :at)
  FROM users u
 WHERE s.id_hash = :id_hash AND u.id = s.user_id AND u.active
   AND s.expires_at > :at AND s.last_seen_at > :idle_since
RETURNING u.id AS user_id, u.email, u.display_name, u.role, u.active;

-- name: end_user_session(id_hash)!
DELETE FROM user_sessions WHERE id_hash = :id_hash;

-- name: end_user_sessions(user_id, keep)!
DELETE FROM user_sessions
 WHERE user_id = :user_id AND (CAST(:keep AS bytea) IS NULL OR id_hash <> :keep);
