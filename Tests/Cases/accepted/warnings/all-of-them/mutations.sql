-- name: add :mutation
INSERT INTO person (id, name, age) VALUES (:id, :name, :age);

-- name: forget :mutation
DELETE FROM person;

-- name: rename :mutation
UPDATE person SET name = :name;
