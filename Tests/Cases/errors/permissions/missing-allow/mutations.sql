-- name: add :mutation
INSERT INTO note (id, owner) VALUES (:id, :actor);
