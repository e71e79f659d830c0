-- name: people :many
-- silence: full-scn, it is small
SELECT * FROM person WHERE name = :name ORDER BY id;

-- name: all :many
-- silence: missing-order
SELECT * FROM person;

-- name: one :one
-- silence: missing-order, there is none
SELECT * FROM person WHERE id = :id;
