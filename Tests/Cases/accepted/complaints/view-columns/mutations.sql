-- name: sell :mutation
INSERT INTO sale (id, shop, cents, at) VALUES (:id, :shop, :cents, :now);
