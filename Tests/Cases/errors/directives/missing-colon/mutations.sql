-- name: rename :mutation
-- allow EXISTS (SELECT 1 FROM person WHERE id = :actor)
-- require notFound EXISTS (SELECT 1 FROM person WHERE id = :id)
-- require 1 = 1
UPDATE person SET name = :name WHERE id = :id;

-- name: replace :mutation
-- Allow people to rename each other.
-- allow people to do it (with care), and so on
-- require a bit of care
-- optional things are fun, and so are others
-- optional name, id
-- handler before
-- allow true
UPDATE person SET name = :name WHERE id = :id;

-- name: add :mutation
-- rows people person(id, name)
-- silence missing-where, all of them
INSERT INTO person (id, name) SELECT value ->> 'id', value ->> 'name' FROM json_each(:people);
