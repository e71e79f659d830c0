-- name: people :many
SELECT * FROM person ORDER BY name;
