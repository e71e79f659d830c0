-- name: add :mutation
INSERT INTO person (id, name, age) VALUES (:id, :name, :age);
