-- name: add :mutation
INSERT INTO strict_table (id, a, b, c) VALUES (:id, :a, :b, :c);
