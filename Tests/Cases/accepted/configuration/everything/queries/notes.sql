-- name: notes :many
SELECT * FROM note ORDER BY id;
