-- name: rename :mutation
UPDATE person SET name = :name WHERE id = :id;
