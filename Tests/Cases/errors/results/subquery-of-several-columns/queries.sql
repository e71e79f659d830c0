-- name: first :one
SELECT (SELECT id, title FROM document ORDER BY id LIMIT 1) AS found;

-- name: compared :many
SELECT * FROM document WHERE (id, title) = (:id, :title, :other) ORDER BY id;
