-- name: add :mutation
INSERT OR ROLLBACK INTO person (id, name) VALUES (:id, :name);

-- name: rename :mutation
UPDATE OR ROLLBACK person SET name = :name WHERE id = :id;
