-- name: add :mutation
INSERT INTO team (id, name, parent) VALUES (:id, :name, :parent);
