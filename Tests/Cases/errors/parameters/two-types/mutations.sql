-- name: move :mutation
UPDATE event
SET starts = :value,
    size = :value
WHERE id = :id;
