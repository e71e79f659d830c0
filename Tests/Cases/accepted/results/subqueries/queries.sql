-- name: customers :many
SELECT c.*, (SELECT count(*) FROM purchase AS p WHERE p.customer_id = c.id) AS purchases,
       (SELECT max(cents) FROM purchase AS p WHERE p.customer_id = c.id) AS dearest,
       EXISTS (SELECT 1 FROM purchase AS p WHERE p.customer_id = c.id AND cents > :limit) AS spends
FROM customer AS c ORDER BY c.name, c.id;

-- name: buyers :many
SELECT name FROM customer WHERE id IN (SELECT customer_id FROM purchase) ORDER BY name, id;

-- name: best :many
SELECT best.name, best.total FROM (
  SELECT name, total(cents) AS total FROM customer JOIN purchase ON purchase.customer_id = customer.id GROUP BY customer.id
) AS best WHERE best.total > :least ORDER BY best.total DESC, best.name;
