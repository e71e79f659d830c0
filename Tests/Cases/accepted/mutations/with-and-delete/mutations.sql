-- name: add :mutation
INSERT INTO post (id, author, likes) VALUES (:id, :actor, :likes);

-- name: prune :mutation
WITH popular AS (SELECT author FROM post GROUP BY author HAVING max(likes) > :least)
DELETE FROM post WHERE author NOT IN (SELECT author FROM popular);

-- name: removeOwn :mutation
DELETE FROM post WHERE id = :id AND author = :actor;

-- name: clear :mutation
DELETE FROM post WHERE true;
