-- name: roles :many
SELECT * FROM role ORDER BY level, name;
