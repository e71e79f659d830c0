-- name: add :mutation
INSERT INTO note (id, text) VALUES (?, ?2);
