-- name: echo :one
SELECT :value AS value;

-- name: equal :one
SELECT :a = :b AS equal;

-- name: elements :many
SELECT value AS element FROM json_each(:list);
