-- name: red :many
SELECT '[31m' AS red, "[2J" AS cleared FROM control ORDER BY id;
