-- name: meet :mutation
INSERT INTO person (id, name) VALUES (:id, :name);
INSERT INTO greeting (person_id, text) VALUES (:id, 'Hello, ' || :name);
