-- name: finish :mutation
UPDATE task SET state = "done" WHERE id = :id;
