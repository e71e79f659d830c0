-- name: totals :one
SELECT count(*) AS sales, count(units) AS counted, sum(price) AS turnover, total(price) AS total, avg(units) AS average,
       max(at) AS latest, min(shop) AS first, group_concat(shop, ', ') AS shops
FROM sale;

-- name: perShop :many
SELECT shop, count(*) AS sales, max(at) AS latest, sum(price) AS turnover, max(units) AS most,
       group_concat(DISTINCT shop) AS names, count(*) FILTER (WHERE price > 2) AS dear
FROM sale GROUP BY shop HAVING count(*) >= :least ORDER BY turnover DESC, shop;
