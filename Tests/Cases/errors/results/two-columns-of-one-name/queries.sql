-- name: twice :many
SELECT id, shop AS sold_at, cents AS soldAt FROM sale ORDER BY id;

-- name: selfJoin :many
SELECT a.id, b.id FROM sale AS a JOIN sale AS b ON a.shop = b.shop ORDER BY a.id, b.id;
