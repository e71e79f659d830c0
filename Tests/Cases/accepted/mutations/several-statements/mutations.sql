-- name: open :mutation
INSERT INTO account (id) VALUES (:id);

-- name: transfer :mutation
-- All of it or nothing.
INSERT INTO transfer (id, source, target, cents, at) VALUES (:id, :source, :target, :cents, :now);
UPDATE account SET balance = balance - :cents WHERE id = :source;
UPDATE account SET balance = balance + :cents WHERE id = :target;
