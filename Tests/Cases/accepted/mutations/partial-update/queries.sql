-- name: profile :one
SELECT * FROM profile WHERE id = :id;

-- name: profiles :many
SELECT * FROM profile ORDER BY name, id;
