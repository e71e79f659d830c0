-- name: names :many
SELECT name FROM person ORDER BY name, id;

-- name: ages :many
SELECT age FROM person ORDER BY id;

-- name: count :one
SELECT count(*) FROM person;

-- name: oldest :one
SELECT max(age) FROM person;

-- name: nameOf :one
SELECT name FROM person WHERE id = :id;

-- name: ageOf :one
SELECT age FROM person WHERE id = :id;

-- name: exists :one
SELECT EXISTS (SELECT 1 FROM person WHERE name = :name);
