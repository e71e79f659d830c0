-- name: counters :many
SELECT * FROM counter ORDER BY name;
