-- name: people :many
SELECT id FROM person /* everyone;
