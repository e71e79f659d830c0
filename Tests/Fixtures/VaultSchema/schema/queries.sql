-- name: notes :many
-- The notes of a project, oldest first.
SELECT * FROM note WHERE project_id = :projectId ORDER BY written_at, id;
