-- name: cards :many
SELECT * FROM card WHERE lane_id = :laneId ORDER BY id;
