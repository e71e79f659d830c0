-- name: upsert2 :mutation
-- optional: born, ok
INSERT INTO person (id, name) VALUES (:id, 'x')
ON CONFLICT (id) DO UPDATE SET born = :born, ok = :ok WHERE person.name <> 'z';
-- name: from :mutation
-- optional: name
UPDATE person SET name = :name FROM (SELECT id AS pid FROM person) WHERE id = pid AND id = :id;
-- name: ig :mutation
-- optional: kind
UPDATE OR IGNORE person SET kind = :kind, age = age + 1 WHERE id = :id;
-- name: up :mutation
-- rows people: person(id, name, born, kind, ok)
-- optional: email
INSERT INTO person (id, name, born, kind, ok)
SELECT value ->> 'id', value ->> 'name', value ->> 'born', value ->> 'kind', value ->> 'ok' FROM json_each(:people) WHERE true
ON CONFLICT (id) DO UPDATE SET name = excluded.name, born = excluded.born, email = :email;
-- name: prose :mutation
-- Allow people to rename.
-- require a bit of care
-- type of thing: many
-- optional things are fun, and so are others
-- allow people to do it (with care), and so on
-- scope creep
UPDATE person SET name = :name WHERE id = :id;

