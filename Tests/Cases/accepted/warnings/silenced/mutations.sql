-- name: add :mutation
INSERT INTO country (code, name) VALUES (:code, :name);

-- name: clear :mutation
-- silence: missing-where, all of them is what is meant
DELETE FROM country;
