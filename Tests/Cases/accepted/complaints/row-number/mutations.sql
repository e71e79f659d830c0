-- name: add :mutation
INSERT INTO task (id) VALUES (:id);
