-- How people are renamed.
-- allow: true
-- silence: missing-where, all of them

-- name: rename :mutation
UPDATE person SET name = :name;
