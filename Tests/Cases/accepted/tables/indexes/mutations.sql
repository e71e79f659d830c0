-- name: receive :mutation
INSERT INTO mail (id, address, subject) VALUES (:id, :address, :subject);

-- name: read :mutation
UPDATE mail SET read_at = :now WHERE id = :id AND read_at IS NULL;
