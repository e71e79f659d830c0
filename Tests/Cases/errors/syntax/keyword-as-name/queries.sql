-- name: grouped :many
SELECT id, select FROM person;
