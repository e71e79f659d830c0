-- name: add :mutation
INSERT INTO person (id, first, last) VALUES (:id, :first, :last);

-- name: addWhole :mutation
INSERT INTO person VALUES (:id, :first, :last);

-- name: rename :mutation
UPDATE person SET first = :first WHERE full = :full;
