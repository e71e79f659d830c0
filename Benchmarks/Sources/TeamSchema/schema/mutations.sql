-- name: rename :mutation
-- allow: true
UPDATE issue SET title = :title WHERE id = :id;

-- name: renameAsMember :mutation
-- allow: EXISTS (SELECT 1 FROM issue JOIN member ON member.project_id = issue.project_id
--   WHERE issue.id = :id AND member.user_id = :actor)
UPDATE issue SET title = :title WHERE id = :id;
