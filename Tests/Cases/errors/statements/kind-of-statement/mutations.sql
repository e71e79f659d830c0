-- name: read :mutation
SELECT * FROM person;

-- name: drop :mutation
DROP TABLE person;

-- name: finish :mutation
DELETE FROM person WHERE id = :id;
COMMIT;
