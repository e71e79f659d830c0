-- name: documents :many
SELECT * FROM document WHERE owner = :owner ORDER BY id;
