-- name: people :many
SELECT * FROM person ORDER BY name, id;

-- name: same :many
SELECT p.* FROM person AS p WHERE p.age > :age ORDER BY p.id;

-- name: union :many
SELECT * FROM person WHERE age IS NULL UNION ALL SELECT * FROM person WHERE age = :age ORDER BY id;

-- name: person :one
SELECT * FROM person WHERE id = :id;

-- name: partly :many
SELECT name, age FROM person ORDER BY id;
