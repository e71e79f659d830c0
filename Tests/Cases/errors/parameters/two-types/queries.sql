-- name: search :many
SELECT * FROM event WHERE name = :text AND id <> :text ORDER BY id;
