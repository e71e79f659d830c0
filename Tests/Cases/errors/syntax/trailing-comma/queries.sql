-- name: people :many
SELECT id, name, FROM person ORDER BY id;

-- name: listed :many
SELECT id FROM person WHERE name IN ('a', 'b',) ORDER BY id;
