-- name: lists :many
-- Every list, oldest first.
SELECT * FROM list ORDER BY created_at, id;

-- name: entries :many
-- What is on a list, by name.
SELECT * FROM entry WHERE list_id = :listId ORDER BY product;

-- name: entry :one
SELECT * FROM entry WHERE list_id = :listId AND product = :product;

-- name: openEntries :many
-- What is still to be bought, with its list.
-- silence: full-scan, shopping lists are short
SELECT entry.*, list.name AS list_name FROM entry JOIN list ON list.id = entry.list_id
WHERE entry.bought_at IS NULL ORDER BY list.created_at, list.id, entry.product;

-- name: openCount :one
-- How many products are still to be bought.
-- silence: full-scan, shopping lists are short
SELECT count(*) FROM entry WHERE bought_at IS NULL;
