-- name: add :mutation
INSERT INTO post (id, title, body, length, rating, at) VALUES (:id, :title, :body, length(:title), :rating, :now);

-- name: lengthen :mutation
UPDATE post SET length = length % 1000 + :by % 1000 WHERE at < :before AND length < :limit;
