-- name: addThing :mutation
INSERT INTO thing (id, parent) VALUES (:id, :parent);

-- name: addPacked :mutation
INSERT INTO packed (id, other) VALUES (:id, :other);

-- name: remove :mutation
DELETE FROM thing WHERE id = :id;
