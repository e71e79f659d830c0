-- name: all :many
SELECT * FROM sized ORDER BY id;
