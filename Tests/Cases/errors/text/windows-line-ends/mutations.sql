-- name: add :mutation
-- optional: txt
INSERT INTO line (id, text)
VALUES (:id, :text, :more);
