-- name: add :mutation
INSERT INTO post (id, at) VALUES (:id, :now);
