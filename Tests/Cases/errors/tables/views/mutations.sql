-- name: add :mutation
INSERT INTO fine (name) VALUES (:name);
