-- What the control center changes at run time.

-- name: read_settings()^
SELECT version, anonymity_enabled, max_customers_per_mitra, pairing_method, offer_timeout_s,
       request_timeout_s, heartbeat_interval_s, presence_timeout_s, payment_timeout_s,
       trial_enabled, trial_duration_min, price_list
  FROM settings;

-- name: lock_settings()^
SELECT version, anonymity_enabled, max_customers_per_mitra, pairing_method, offer_timeout_s,
       request_timeout_s, heartbeat_interval_s, presence_timeout_s, payment_timeout_s,
       trial_enabled, trial_duration_min, price_list
  FROM settings FOR NO KEY UPDATE;

-- name: change_settings(wanted)^
-- What is not named in the object stays as it is.
UPDATE settings s
   SET version = s.version + 1,
       (anonymity_enabled, max_customers_per_mitra, pairing_method, offer_timeout_s,
        request_timeout_s, heartbeat_interval_s, presence_timeout_s, payment_timeout_s,
        trial_enabled, trial_duration_min, price_list) = (
           SELECT w.anonymity_enabled, w.max_customers_per_mitra, w.pairing_method,
                  w.offer_timeout_s, w.request_timeout_s, w.heartbeat_interval_s,
                  w.presence_timeout_s, w.payment_timeout_s, w.trial_enabled,
                  w.trial_duration_min, w.price_list
             FROM jsonb_populate_record(s, CAST(:wanted AS jsonb)) AS w)
RETURNING version, anonymity_enabled, max_customers_per_mitra, pairing_method, offer_timeout_s,
          request_timeout_s, heartbeat_interval_s, presence_timeout_s, payment_timeout_s,
          trial_enabled, trial_duration_min, price_list;
