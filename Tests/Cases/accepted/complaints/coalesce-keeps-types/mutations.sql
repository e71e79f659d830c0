-- name: add :mutation
INSERT INTO task (id, done, state, other) VALUES (:id, :done, :state, :other);
