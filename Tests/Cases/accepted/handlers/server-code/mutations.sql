-- name: write :mutation
-- handler: after
INSERT INTO mail (id, address) VALUES (:id, :address);

-- name: send :mutation
-- All of it is the app's code on the server.
-- handler: instead
-- param id: UUID
-- param urgent: Bool

-- name: check :mutation
-- handler: before
UPDATE mail SET sent = 1 WHERE id = :id;
