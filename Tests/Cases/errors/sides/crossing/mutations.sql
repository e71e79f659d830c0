-- name: publish :mutation
INSERT INTO note (id, text) SELECT id, text FROM draft WHERE id = :id;

-- name: both :mutation
INSERT INTO note (id, text) VALUES (:id, :text);
DELETE FROM draft WHERE id = :id;
