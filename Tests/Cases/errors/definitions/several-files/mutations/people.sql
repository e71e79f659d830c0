-- name: addPerson :mutation
INSERT INTO persons (id) VALUES (:id);
