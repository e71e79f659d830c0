-- name: clear :many
DELETE FROM person;

-- name: version :one
PRAGMA user_version;

-- name: both :many
SELECT id FROM person ORDER BY id;
SELECT name FROM person ORDER BY name;
