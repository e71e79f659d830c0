-- name: posts :many
SELECT * FROM post ORDER BY likes DESC, id;
