-- name: prices :many
SELECT * FROM price WHERE amount > :least ORDER BY amount, id;

-- name: dearest :one
SELECT max(amount) AS amount FROM price;
