-- name: events :many
SELECT * FROM event ORDER BY millis, id;

-- name: between :many
SELECT id, text, seconds FROM event WHERE millis BETWEEN :from AND :until ORDER BY millis, id;

-- name: latest :one
SELECT max(millis) AS latest FROM event;
