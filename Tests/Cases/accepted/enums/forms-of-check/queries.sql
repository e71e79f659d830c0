-- name: forms :many
SELECT * FROM form ORDER BY id;

-- name: byChain :many
SELECT id, nulls FROM form WHERE chain = :chain AND nulls IS :nulls ORDER BY id;
