-- name: add :mutation
INSERT INTO document (id, pages, title) VALUES (:id, :pages, :title);
