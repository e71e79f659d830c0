-- type: UUID
-- name: people :many
-- cases: a, b
SELECT id, name FROM person ORDER BY id;
