-- name: words :many
SELECT * FROM word ORDER BY text COLLATE NOCAS;

-- name: german :many
SELECT * FROM word ORDER BY text COLLATE de_DE;
