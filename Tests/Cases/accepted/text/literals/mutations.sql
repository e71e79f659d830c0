-- name: add :mutation
INSERT INTO text (id) VALUES (:id);

-- name: lines :mutation
UPDATE text SET quoted = 'first
second \(third)	tab' WHERE id = :id;
