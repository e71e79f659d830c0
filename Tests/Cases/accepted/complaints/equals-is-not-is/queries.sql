-- name: owned :many
SELECT id FROM task WHERE owner = :owner ORDER BY id;

-- name: ownedOrNot :many
SELECT id FROM task WHERE owner IS :owner ORDER BY id;
