-- name: project :read
-- scope: id
SELECT project_id FROM member WHERE user_id = :actor;

-- name: member :read
-- scope: project_id
SELECT project_id FROM member WHERE user_id = :actor;

-- name: note :read
-- scope: project_id
SELECT project_id FROM member WHERE user_id = :actor;
