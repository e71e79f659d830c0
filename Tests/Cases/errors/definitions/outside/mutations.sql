DELETE FROM person;

-- name: fine :mutation
DELETE FROM person WHERE id = :id;
