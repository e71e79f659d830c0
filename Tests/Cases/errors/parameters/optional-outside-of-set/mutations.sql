-- name: edit :mutation
-- optional: text, size, colour
UPDATE note SET text = trim(:text), size = :size + 1 WHERE id = :id;

-- name: add :mutation
-- optional: size
INSERT INTO note (id, text, size) VALUES (:id, :text, :size);
