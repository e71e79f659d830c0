-- name: managers :many
-- SQLite knows the table by its alias only.
SELECT person.name FROM person AS p JOIN person AS m ON m.id = p.manager_id ORDER BY m.name;

-- name: reports :many
SELECT boss.* FROM person AS p JOIN person AS m ON m.id = p.manager_id ORDER BY m.name;
