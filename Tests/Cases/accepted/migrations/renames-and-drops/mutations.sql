-- name: add :mutation
INSERT INTO person (id, name) VALUES (:id, :name);
