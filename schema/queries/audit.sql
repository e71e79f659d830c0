-- name: audit :many
-- What was done in a project, oldest first. The table is the server's, and so is the query.
SELECT * FROM audit WHERE project_id = :projectId ORDER BY at;
