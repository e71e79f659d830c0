-- name: pets :many
SELECT * FROM pets ORDER BY id;
