-- name: add :mutation
INSERT INTO sized (id, code, size) VALUES (:id, :code, :size);
