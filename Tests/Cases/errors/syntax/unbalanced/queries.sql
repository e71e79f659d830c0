-- name: people :many
SELECT (id, name FROM person;

-- name: fine :many
SELECT 1 AS one;

-- name: names :many
SELECT name) FROM person;
