-- name: add :mutation
INSERT INTO entry (id, at) VALUES (:id, :now);
