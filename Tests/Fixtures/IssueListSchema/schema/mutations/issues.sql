-- name: createIssue :mutation
-- Opens an issue, owned by whoever opens it.
INSERT INTO issue (id, title, description, owner, created_at)
VALUES (:id, :title, :description, :actor, :now);

-- name: updateIssue :mutation
-- Rewords an issue. What is not given stays as it is.
-- optional: title, description
UPDATE issue SET title = :title, description = :description WHERE id = :id;

-- name: updateIssueStatus :mutation
-- Moves an issue along.
UPDATE issue SET status = :status WHERE id = :id;

-- name: deleteIssue :mutation
DELETE FROM issue WHERE id = :id;
