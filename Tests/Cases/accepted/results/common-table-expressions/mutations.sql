-- name: add :mutation
INSERT INTO folder (id, parent_id, name) VALUES (:id, :parentId, :name);

-- name: remove :mutation
DELETE FROM folder WHERE id = :id;
