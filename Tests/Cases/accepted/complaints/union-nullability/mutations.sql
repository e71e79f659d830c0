-- name: add :mutation
INSERT INTO document (id, title, note) VALUES (:id, :title, :note);
