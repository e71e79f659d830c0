-- name: totals :many
SELECT shop, count(*), CAST(sum(cents) AS INTEGER) FROM sale GROUP BY shop ORDER BY shop;
