-- name: close :mutation
UPDATE ticket SET status = 'closed' WHERE id = :id;

-- name: add :mutation
INSERT INTO ticket (id, status) VALUES (:id, 'Open');
