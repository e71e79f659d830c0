-- name: addWord :mutation
INSERT INTO word (id, text) VALUES (:id, :text);
