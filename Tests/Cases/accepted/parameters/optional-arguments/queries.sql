-- name: filtered :many
SELECT * FROM card WHERE (:assignee IS NULL OR assignee = :assignee) AND due > coalesce(:after, 0) ORDER BY id;

-- name: unassigned :many
SELECT * FROM card WHERE assignee IS :assignee ORDER BY id;

-- name: of :many
SELECT * FROM card WHERE assignee = :assignee ORDER BY id;
