-- name: addLane :mutation
INSERT INTO lane (id) VALUES (:id);

-- name: addCard :mutation
INSERT INTO card (id, lane_id) VALUES (:id, :laneId);

-- name: setStatus :mutation
UPDATE card SET status = :status WHERE id = :id;
