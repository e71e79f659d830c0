-- name: aged :many
SELECT id, name FROM person WHERE age = :age;

-- name: nobody :many
SELECT id FROM person WHERE age = NULL ORDER BY id;

-- name: mixed :many
SELECT id FROM person WHERE age = '30' ORDER BY id;
