-- name: add :mutation
INSERT INTO price (id, amount, tip) VALUES (:id, :amount, :tip);

-- name: edit :mutation
-- optional: amount, tip
UPDATE price SET amount = :amount, tip = :tip WHERE id = :id;
