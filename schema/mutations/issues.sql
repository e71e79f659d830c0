-- name: createIssue :mutation
-- Opens an issue, owned by whoever opens it.
-- allow: EXISTS (SELECT 1 FROM member WHERE project_id = :projectId AND user_id = :actor)
INSERT INTO issue (id, project_id, title, description, owner, created_at)
VALUES (:id, :projectId, :title, :description, :actor, :now);
INSERT INTO audit (at, actor, action, project_id, issue_id)
VALUES (:committedAt, :actor, 'createIssue', :projectId, :id);

-- name: updateIssue :mutation
-- Rewords an issue. What is not given stays as it is. Denied as well if there is no such issue: who is not a member
-- cannot find out which there are.
-- optional: title, description
-- allow: EXISTS (SELECT 1 FROM issue JOIN member ON member.project_id = issue.project_id
--   WHERE issue.id = :id AND member.user_id = :actor)
UPDATE issue SET title = :title, description = :description WHERE id = :id;
INSERT INTO audit (at, actor, action, project_id, issue_id)
SELECT :committedAt, :actor, 'updateIssue', project_id, id FROM issue WHERE id = :id;

-- name: updateIssueStatus :mutation
-- Moves an issue along.
-- allow: EXISTS (SELECT 1 FROM issue JOIN member ON member.project_id = issue.project_id
--   WHERE issue.id = :id AND member.user_id = :actor)
UPDATE issue SET status = :status WHERE id = :id;
INSERT INTO audit (at, actor, action, project_id, issue_id)
SELECT :committedAt, :actor, 'updateIssueStatus', project_id, id FROM issue WHERE id = :id;

-- name: moveIssue :mutation
-- Takes an issue, with its comments, from one project of the actor's to another.
-- allow: EXISTS (SELECT 1 FROM issue JOIN member ON member.project_id = issue.project_id
--   WHERE issue.id = :id AND member.user_id = :actor)
--   AND EXISTS (SELECT 1 FROM member WHERE project_id = :projectId AND user_id = :actor)
UPDATE issue SET project_id = :projectId WHERE id = :id;
INSERT INTO audit (at, actor, action, project_id, issue_id)
VALUES (:committedAt, :actor, 'moveIssue', :projectId, :id);

-- name: deleteIssue :mutation
-- Deletes an issue with its comments, which only whoever opened it and the project's owners may do. A replica does not
-- enforce foreign keys towards tables with a read rule, so that the comments go by a statement and not by a cascade.
-- allow: EXISTS (SELECT 1 FROM issue JOIN member ON member.project_id = issue.project_id
--   WHERE issue.id = :id AND member.user_id = :actor AND (issue.owner = :actor OR member.role = 'owner'))
INSERT INTO audit (at, actor, action, project_id, issue_id)
SELECT :committedAt, :actor, 'deleteIssue', project_id, id FROM issue WHERE id = :id;
DELETE FROM comment WHERE issue_id = :id;
DELETE FROM issue WHERE id = :id;

-- name: addComment :mutation
-- Says something about an issue.
-- allow: EXISTS (SELECT 1 FROM issue JOIN member ON member.project_id = issue.project_id
--   WHERE issue.id = :issueId AND member.user_id = :actor)
INSERT INTO comment (id, issue_id, author, text, created_at)
VALUES (:id, :issueId, :actor, :text, :now);
INSERT INTO audit (at, actor, action, project_id, issue_id)
SELECT :committedAt, :actor, 'addComment', project_id, id FROM issue WHERE id = :issueId;
