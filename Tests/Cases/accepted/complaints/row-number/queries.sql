-- name: numbered :many
SELECT id, row_number() OVER (ORDER BY id) AS number FROM task ORDER BY number;
