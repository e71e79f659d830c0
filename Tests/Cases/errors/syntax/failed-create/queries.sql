-- name: people :many
SELECT person.* FROM person JOIN named ON named.name = person.name ORDER BY person.id;

-- name: plants :many
SELECT * FROM plant ORDER BY id;
