-- name: entries :many
SELECT * FROM entry ORDER BY made_at, id;

-- name: bookkeepers :many
SELECT name FROM bookkeeper ORDER BY name;

-- name: balance :one
SELECT coalesce(sum(cents), 0) FROM entry;
