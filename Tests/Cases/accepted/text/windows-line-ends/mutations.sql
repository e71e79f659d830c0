-- name: add :mutation
-- Adds a line.
INSERT INTO line (id, text)
VALUES (:id, :text);
