-- name: greetings :many
SELECT person.*, greeting.text FROM person JOIN greeting ON greeting.person_id = person.id ORDER BY person.id;
