-- name: addPet :mutation
INSERT INTO pet (id, owner) VALUES (:id, :owner);
