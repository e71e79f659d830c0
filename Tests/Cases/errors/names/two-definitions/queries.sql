-- name: words :many
SELECT * FROM word ORDER BY text;

-- name: words :one
SELECT count(*) FROM word;
