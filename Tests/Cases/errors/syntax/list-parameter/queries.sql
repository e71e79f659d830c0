-- name: people :many
SELECT * FROM person WHERE id IN :ids ORDER BY id;
