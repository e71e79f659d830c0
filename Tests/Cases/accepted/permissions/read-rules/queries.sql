-- name: issues :many
SELECT issue.*, project.* FROM issue JOIN project ON project.id = issue.project_id ORDER BY issue.id;

-- name: remarks :many
SELECT * FROM remark WHERE issue_id = :issueId ORDER BY id;

-- name: labels :many
SELECT name FROM label ORDER BY name;
