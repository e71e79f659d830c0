-- name: addEntry :mutation
-- Puts a product on a list, or more of it if it is there.
INSERT INTO entry (list_id, product, amount, unit)
VALUES (:listId, :product, :amount, :unit)
ON CONFLICT (list_id, product) DO UPDATE SET amount = amount + excluded.amount;

-- name: editEntry :mutation
-- optional: amount, note
UPDATE entry SET amount = :amount, note = :note WHERE list_id = :listId AND product = :product;

-- name: buyEntries :mutation
-- Ticks off what went into the cart.
UPDATE entry SET bought_at = :now
WHERE list_id = :listId AND product IN (SELECT value FROM json_each(:products)) AND bought_at IS NULL;

-- name: removeEntry :mutation
DELETE FROM entry WHERE list_id = :listId AND product = :product;
