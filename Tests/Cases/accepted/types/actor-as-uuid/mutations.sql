-- name: open :mutation
INSERT INTO account (id, owner, name) VALUES (:id, :actor, :name);

-- name: rename :mutation
UPDATE account SET name = :name WHERE id = :id AND owner = :actor;
