-- name: _ :many
SELECT * FROM "++" ORDER BY id;
