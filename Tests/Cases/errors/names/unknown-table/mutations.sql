-- name: addProject :mutation
INSERT INTO projects (id, name) VALUES (:id, :name);

-- name: removeProject :mutation
DELETE FROM projct WHERE id = :id;
