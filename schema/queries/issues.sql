-- name: issues :many
-- Every issue of every project, oldest first.
SELECT * FROM issue ORDER BY created_at, id;

-- name: issuesOfProject :many
-- The issues of one project, oldest first.
SELECT * FROM issue WHERE project_id = :projectId ORDER BY created_at, id;

-- name: issuesByStatus :many
-- The issues of one project in one status, oldest first.
SELECT * FROM issue WHERE project_id = :projectId AND status = :status ORDER BY created_at, id;

-- name: issue :one
-- One issue.
SELECT * FROM issue WHERE id = :id;

-- name: comments :many
-- What was said about an issue, oldest first.
SELECT * FROM comment WHERE issue_id = :issueId ORDER BY created_at, id;
