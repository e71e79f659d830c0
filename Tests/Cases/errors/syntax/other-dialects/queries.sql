-- name: top :many
SELECT TOP 10 id FROM person;

-- name: casted :many
SELECT id::text FROM person ORDER BY id;

-- name: limited :many
SELECT id FROM person ORDER BY id LIMIT ALL;
