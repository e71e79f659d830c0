-- name: totals :many
SELECT * FROM customer_total ORDER BY customer;

-- name: big :many
SELECT customer, most FROM big WHERE purchases >= :least ORDER BY customer;

-- name: named :many
SELECT who, what FROM named ORDER BY who, what;

-- name: withTotals :many
SELECT purchase.*, t.purchases FROM purchase LEFT JOIN customer_total AS t ON t.customer = purchase.customer
ORDER BY purchase.id;
