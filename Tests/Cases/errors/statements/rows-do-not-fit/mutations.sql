-- name: tooFew :mutation
INSERT INTO person (id, name, email) VALUES (:id, :name);

-- name: tooMany :mutation
INSERT INTO person VALUES (:id, :name, :email, :age);

-- name: noName :mutation
INSERT INTO person (id, email) VALUES (:id, :email);

-- name: twice :mutation
INSERT INTO person (id, name, name) VALUES (:id, :name, :other);

-- name: nothing :mutation
UPDATE person SET name = NULL WHERE id = :id;

-- name: setTwice :mutation
UPDATE person SET email = :a, name = :b, email = :c WHERE id = :id;

-- name: pair :mutation
UPDATE person SET (name, email) = (:name) WHERE id = :id;
