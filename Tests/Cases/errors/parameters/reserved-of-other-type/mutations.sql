-- name: claim :mutation
UPDATE note SET size = :actor WHERE id = :id;

-- name: stamp :mutation
UPDATE note SET author = :now WHERE id = :id;

-- name: commit :mutation
UPDATE note SET author = :committedAt WHERE id = :id;
