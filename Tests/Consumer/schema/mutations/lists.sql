-- name: createList :mutation
INSERT INTO list (id, name, created_at) VALUES (:id, :name, :now);

-- name: renameList :mutation
UPDATE list SET name = :name WHERE id = :id;

-- name: deleteList :mutation
-- Deletes a list with all that is on it.
DELETE FROM list WHERE id = :id;
