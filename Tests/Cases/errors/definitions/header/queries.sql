-- name: sixth :exec
SELECT * FROM person ORDER BY id;

-- name: seventh :mutation
DELETE FROM person WHERE id = :id;
