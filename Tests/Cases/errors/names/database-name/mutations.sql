-- name: forget :mutation
DELETE FROM main.word WHERE id = :id;
