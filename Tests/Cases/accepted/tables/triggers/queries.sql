-- name: posts :many
SELECT * FROM post ORDER BY id;

-- name: count :one
SELECT count FROM tally WHERE name = 'posts';
