-- name: add :mutation
INSERT INTO counter (name) VALUES (:name) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value;
