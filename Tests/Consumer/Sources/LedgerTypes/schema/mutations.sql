-- name: addEntry :mutation
INSERT INTO entry (id, text, cents, made_by, made_at) VALUES (:id, :text, :cents, :actor, :now);
