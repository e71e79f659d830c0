-- name: tags :many
SELECT id, each.valu AS tag FROM person, json_each(person.tags) AS each ORDER BY id;

-- name: arguments :many
SELECT value AS tag FROM json_each();
