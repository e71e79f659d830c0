-- nam: add :mutation
INSERT INTO person (id, name) VALUES (:id, :name);

-- name: rename :mutation
-- optinal: name
-- Warning: what begins with a capital is a comment.
UPDATE person SET name = :name WHERE id = :id;
