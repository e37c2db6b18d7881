-- Requests, accepts and the offer ledger. The questions are decided in 0003_pairing.sql.

-- name: open_request(request_id, customer_id, command_id, node_id, epoch, at)^
SELECT * FROM open_request(:request_id, :customer_id, :command_id, :node_id, :epoch, :at);

-- name: close_request(request_id, customer_id, state, reason, at)^
SELECT * FROM close_request(:request_id, :customer_id, :state, :reason, :at);

-- name: claim_offers(request_ids, mitra_ids, session_ids, ats, node_id, epoch)
SELECT outcome, mitra_sessions, mitra_version, (card).*
  FROM claim_offers(:request_ids, :mitra_ids, :session_ids, :ats, :node_id, :epoch)
 ORDER BY ord;

-- name: find_winner(request_id)^
SELECT * FROM session_cards WHERE request_id = :request_id;

-- name: record_offers*!
-- A request that is unknown here has no ledger; one such line must not lose the others.
INSERT INTO offer_events (request_id, at, outcome, reason, mitra_ids)
SELECT r.id, CAST(:at AS timestamptz), CAST(:outcome AS text), CAST(:reason AS text),
       CAST(:mitra_ids AS uuid[])
  FROM requests r WHERE r.id = :request_id;
