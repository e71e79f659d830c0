-- name: machines :many
-- All machines, by name.
SELECT * FROM machine ORDER BY name, id;

-- name: machine :one
SELECT * FROM machine WHERE id = :id;

-- name: part :one
SELECT * FROM part WHERE machine_id = :machineId AND number = :number;

-- name: machinesIn :many
-- Machines in one state, with what they cost.
-- silence: full-scan, a workshop has few machines
SELECT id, name, price FROM machine WHERE state = :in ORDER BY name, id;

-- name: people :many
SELECT * FROM person ORDER BY user_name;

-- name: partsWithMakers :many
-- Parts with their makers, if these are known.
SELECT part.*, person.*, machine.name AS machine_name
FROM part JOIN machine ON machine.id = part.machine_id LEFT JOIN person ON person.user_name = part.made_by
ORDER BY machine.name, part.machine_id, part.number;

-- name: partCount :one
SELECT count(*) FROM part;

-- name: lastService :one
-- When a machine was serviced.
SELECT serviced FROM machine WHERE id = :id;

-- name: named :many
-- Machines of some names.
-- silence: full-scan, a workshop has few machines
SELECT id FROM machine WHERE name IN (SELECT value FROM json_each(:names)) ORDER BY id;
