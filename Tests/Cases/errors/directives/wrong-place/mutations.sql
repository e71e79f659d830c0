-- name: rename :mutation
-- struct: Renamed
-- type name: String
UPDATE person SET name = :name
-- optional: name
WHERE id = :id;
