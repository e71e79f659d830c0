-- name: people :many
-- strct: People
SELECT id, name FROM person ORDER BY id;
