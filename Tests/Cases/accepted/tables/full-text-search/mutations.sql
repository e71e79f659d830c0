-- name: add :mutation
INSERT INTO note (id, title, body) VALUES (:id, :title, :body);

-- name: edit :mutation
UPDATE note SET body = :body WHERE id = :id;

-- name: remove :mutation
DELETE FROM note WHERE id = :id;
