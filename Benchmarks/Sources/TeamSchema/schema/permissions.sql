-- name: member :read
-- scope: project_id
SELECT project_id FROM member WHERE user_id = :actor;

-- name: issue :read
-- scope: project_id
SELECT project_id FROM member WHERE user_id = :actor;
