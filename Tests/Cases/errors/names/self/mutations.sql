-- name: add :mutation
INSERT INTO name (id, "self") VALUES (:id, :self);
