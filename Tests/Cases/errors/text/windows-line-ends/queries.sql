-- name: lines :many
SELECT id,
       txt
FROM line
ORDER BY id;
