-- name: entries :many
SELECT * FROM entry ORDER BY made_at, id;

-- name: balance :one
SELECT coalesce(sum(cents), 0) FROM entry;
