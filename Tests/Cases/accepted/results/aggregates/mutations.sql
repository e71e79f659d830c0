-- name: sell :mutation
INSERT INTO sale (id, shop, price, units, at) VALUES (:id, :shop, :price, :units, :now);
