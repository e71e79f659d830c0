-- name: add :mutation
INSERT INTO number (id, i, n, r, t) VALUES (:id, :i, :n, :r, :t);
