-- name: people :many
-- struct: People
-- struct: Persons
SELECT id, name FROM person ORDER BY id;
