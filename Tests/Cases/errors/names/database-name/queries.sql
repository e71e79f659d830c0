-- name: words :many
SELECT * FROM main.word ORDER BY text;
