-- name: products :many
SELECT * FROM product ORDER BY id;
