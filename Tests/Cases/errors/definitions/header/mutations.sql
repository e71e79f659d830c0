-- name: first
DELETE FROM person WHERE id = :id;

-- name: second :mutatoin
DELETE FROM person WHERE id = :id;

-- name: third-one :mutation
DELETE FROM person WHERE id = :id;

-- name: fourth :many
SELECT * FROM person ORDER BY id;

-- name: fifth :mutation
