-- name: balance :one
SELECT balance FROM account WHERE id = :id;

-- name: transfers :many
SELECT * FROM transfer WHERE source = :account OR target = :account ORDER BY at, id;
