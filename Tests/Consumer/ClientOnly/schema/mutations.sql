-- name: addNote :mutation
INSERT INTO note (id, text) VALUES (:id, :text);
