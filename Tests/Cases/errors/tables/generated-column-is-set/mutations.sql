-- name: rename :mutation
UPDATE person SET full = :full WHERE id = :id;

-- name: add :mutation
INSERT INTO person (id, first, last, full) VALUES (:id, :first, :last, :full);
