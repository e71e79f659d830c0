-- name: children :many
SELECT * FROM child ORDER BY id;
