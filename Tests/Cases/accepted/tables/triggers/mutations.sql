-- name: add :mutation
INSERT INTO post (id, text) VALUES (:id, :text);

-- name: edit :mutation
UPDATE post SET text = :text WHERE id = :id;

-- name: remove :mutation
DELETE FROM post WHERE id = :id;
