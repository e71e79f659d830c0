-- name: add :mutation
INSERT INTO note (id, text) VALUES (:id, :text);
