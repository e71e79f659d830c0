-- name: texts :many
SELECT * FROM text ORDER BY id;

-- name: constants :one
SELECT 'é''日本' AS text, x'0a' AS blob, 0x10 AS hex, .5 AS half, 1e3 AS thousand, TRUE AS yes, 9223372036854775807 AS most;
