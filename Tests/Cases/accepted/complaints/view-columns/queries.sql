-- name: totals :many
SELECT * FROM shop_total ORDER BY shop;
