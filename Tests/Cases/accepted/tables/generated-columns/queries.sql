-- name: people :many
SELECT * FROM person ORDER BY full, id;

-- name: named :many
SELECT full, initial FROM person WHERE full LIKE :pattern ORDER BY full, id;
