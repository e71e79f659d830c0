-- name: all :many
SELECT * FROM old ORDER BY id;
