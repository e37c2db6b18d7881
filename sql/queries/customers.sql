-- Customers, and who the identity provider says they are.

-- name: customer(customer_id)^
SELECT id AS customer_id, display_name, registered_via, phone, created_at
  FROM customers WHERE id = :customer_id;

-- name: customer_to_link(customer_id)^
SELECT id AS customer_id, display_name, registered_via, phone, created_at
  FROM customers WHERE id = :customer_id FOR NO KEY UPDATE;

-- name: customer_by_uid(uid)^
SELECT c.id AS customer_id, c.display_name, c.registered_via, c.phone, c.created_at
  FROM customers c JOIN customer_identities i ON i.customer_id = c.id
 WHERE i.uid = :uid FOR NO KEY UPDATE OF c;

-- name: customer_by_phone(phone)^
SELECT id AS customer_id, display_name, registered_via, phone, created_at
  FROM customers WHERE phone = :phone FOR NO KEY UPDATE;

-- name: add_customer(customer_id, display_name, registered_via, registered_at, phone, at)^
INSERT INTO customers (id, display_name, registered_via, registered_at, phone, created_at)
VALUES (:customer_id, :display_name, :registered_via, :registered_at, :phone, :at)
RETURNING id AS customer_id, display_name, registered_via, phone, created_at;

-- name: bind_uid(uid, customer_id, at)!
INSERT INTO customer_identities (uid, customer_id, created_at) VALUES (:uid, :customer_id, :at);

-- name: register_customer(registered_via, at, phone, customer_id)^
UPDATE customers
   SET registered_via = coalesce(registered_via, :registered_via),
       registered_at = coalesce(registered_at, :at),
       phone = coalesce(:phone, phone)
 WHERE id = :customer_id
RETURNING id AS customer_id, display_name, registered_via, phone, created_at;

-- name: owners_of_credential(uid, phone)
-- Whose the credential is, by its uid and by its phone number.
SELECT i.customer_id, true AS by_uid FROM customer_identities i WHERE i.uid = :uid
UNION ALL
SELECT c.id, false FROM customers c WHERE c.phone = :phone;

-- name: rename_customer(display_name, customer_id)^
UPDATE customers SET display_name = :display_name WHERE id = :customer_id
RETURNING id AS customer_id, display_name, registered_via, phone, created_at;

-- name: customer_snapshot(customer_id)^
SELECT c.id AS account_id, c.display_name, c.registered_via, c.phone,
       c.created_at AS account_created_at,
       r.id AS open_request_id, r.state AS open_state, r.expires_at AS open_expires_at, s.*
  FROM customers c
  LEFT JOIN requests r ON r.customer_id = c.id AND r.state = 'open'
  LEFT JOIN session_cards s ON s.customer_id = c.id AND s.state <> 'ended'
 WHERE c.id = :customer_id;

-- name: list_customers(q, registered, registered_via)
-- A phone number is found by the whole of it alone, so that nobody guesses it digit by digit.
SELECT id AS customer_id, display_name, registered_via, phone, created_at
  FROM customers
 WHERE NOT erased
   AND (CAST(:q AS text) IS NULL OR strpos(lower(display_name), lower(:q)) > 0 OR phone = :q)
   AND (CAST(:registered AS boolean) IS NULL OR (registered_via IS NOT NULL) = :registered)
   AND (CAST(:registered_via AS text) IS NULL OR registered_via = :registered_via)
