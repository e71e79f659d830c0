-- name: samples :many
SELECT * FROM sample ORDER BY id;

-- name: issue :one
SELECT * FROM issue WHERE id = :id;
