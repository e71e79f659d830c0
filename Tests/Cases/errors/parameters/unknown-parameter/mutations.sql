-- name: edit :mutation
-- param txt: String
-- optional: texts
UPDATE note SET text = :text WHERE id = :id;
