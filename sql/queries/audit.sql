-- Who changed what, from what, to what.

-- name: write_audit(at, user_id, user_name, action, subject_kind, subject_id, before, after)!
INSERT INTO audit_log (at, user_id, user_name, action, subject_kind, subject_id, before, after)
VALUES (:at, :user_id, :user_name, :action, :subject_kind, :subject_id, :before, :after);

-- name: staff(user_id)^
SELECT id AS user_id, display_name, role FROM users WHERE id = :user_id;

-- name: list_audit(q, action, user_id, subject_kind, subject_id)
SELECT id, at, user_id, user_name, action, subject_kind, subject_id, before, after
  FROM audit_log
 WHERE (CAST(:q AS text) IS NULL OR strpos(lower(user_name), lower(:q)) > 0
        OR strpos(action, lower(:q)) > 0 OR subject_id = :q)
   AND (CAST(:action AS text) IS NULL OR action = :action)
   AND (CAST(:user_id AS uuid) IS NULL OR user_id = :user_id)
   AND (CAST(:subject_kind AS text) IS NULL OR subject_kind = :subject_kind)
   AND (CAST(:subject_id AS text) IS NULL OR subject_id = :subject_id)
