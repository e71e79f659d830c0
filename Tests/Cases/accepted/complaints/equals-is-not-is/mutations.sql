-- name: add :mutation
INSERT INTO task (id, owner) VALUES (:id, :owner);
