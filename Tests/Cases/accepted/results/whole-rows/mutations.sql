-- name: add :mutation
INSERT INTO person VALUES (:id, :name, :age);
