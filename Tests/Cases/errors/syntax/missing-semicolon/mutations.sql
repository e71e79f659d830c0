-- name: add :mutation
INSERT INTO person (id, name) VALUES (:id, :name)

-- name: remove :mutation
DELETE FROM person WHERE id = :id;
