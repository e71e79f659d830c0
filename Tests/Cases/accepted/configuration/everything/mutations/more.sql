-- name: remove :mutation
DELETE FROM note WHERE id = :id;
