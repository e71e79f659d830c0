-- name: open :many
-- SQLite would take the name of a missing column for text.
SELECT * FROM task WHERE state = "open" ORDER BY id;
