-- name: add_word :mutation
INSERT INTO word (id, text) VALUES (:id, :text);
