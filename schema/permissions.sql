-- A member of a project reads all of it, and nobody else reads anything.

-- name: project :read
-- scope: id
SELECT project_id FROM member WHERE user_id = :actor;

-- name: member :read
-- scope: project_id
SELECT project_id FROM member WHERE user_id = :actor;

-- name: issue :read
-- scope: project_id
SELECT project_id FROM member WHERE user_id = :actor;

-- name: comment :read
-- scope: issue_id -> issue
