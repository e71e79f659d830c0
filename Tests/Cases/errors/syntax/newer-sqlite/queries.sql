-- name: all :many
SELECT * FROM person AS a FULL JOIN person AS b ON a.age = b.age;

-- name: bytes :many
SELECT unhex(name) AS bytes FROM person ORDER BY id;

-- name: same :many
SELECT id FROM person WHERE name IS NOT DISTINCT FROM :name ORDER BY id;
