-- name: addProduct :mutation
INSERT INTO product (id) VALUES (:id);

-- name: deliver :mutation
INSERT INTO delivery (product_id, amount) VALUES (:productId, :amount);

-- name: unload :mutation
UPDATE product SET stock = delivery.amount, label = 'full'
FROM delivery WHERE delivery.product_id = product.id AND product.id = :id;

-- name: label :mutation
UPDATE product AS p SET (stock, label) = (3, :label) WHERE p.id = :id;

-- name: counted :mutation
UPDATE product SET stock = (SELECT amount FROM delivery WHERE product_id = product.id)
WHERE EXISTS (SELECT 1 FROM delivery WHERE product_id = product.id);
