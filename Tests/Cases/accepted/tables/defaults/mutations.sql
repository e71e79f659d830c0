-- name: add :mutation
INSERT INTO thing (id) VALUES (:id);
