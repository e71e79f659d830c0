-- name: items :many
SELECT * FROM item WHERE list = :list ORDER BY text, id;

-- name: archived :many
SELECT * FROM archived ORDER BY at, id;
