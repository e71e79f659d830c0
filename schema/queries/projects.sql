-- name: projects :many
-- The projects of this replica's user, with how many members they have and how many issues that are not done.
SELECT
  project.*,
  (SELECT count(*) FROM member WHERE member.project_id = project.id) AS members,
  (
    SELECT count(*) FROM issue WHERE issue.project_id = project.id AND issue.status <> 'done'
  ) AS open_issues
FROM project
ORDER BY project.name, project.id;

-- name: project :one
-- One project.
SELECT * FROM project WHERE id = :id;

-- name: members :many
-- Who is in a project, by name.
SELECT * FROM member WHERE project_id = :projectId ORDER BY user_id;
