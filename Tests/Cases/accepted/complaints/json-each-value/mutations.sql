-- name: add :mutation
INSERT INTO document (id) VALUES (:id);
