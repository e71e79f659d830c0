-- name: lines :many
SELECT id,
       text
FROM line
ORDER BY id;
