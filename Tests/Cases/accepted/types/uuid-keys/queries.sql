-- name: things :many
SELECT * FROM thing ORDER BY id;

-- name: packed :one
SELECT * FROM packed WHERE id = :id;

-- name: others :many
SELECT other FROM packed ORDER BY id;
