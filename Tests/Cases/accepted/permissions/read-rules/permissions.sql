-- name: project :read
-- scope: id
SELECT project_id FROM member WHERE user_id = :actor;

-- name: member :read
-- scope: project_id
SELECT project_id FROM member WHERE user_id = :actor;

-- name: issue.member :read
-- scope: project_id
SELECT project_id FROM member WHERE user_id = :actor;

-- name: issue.owner :read
-- scope: owner
SELECT :actor;

-- name: remark :read
-- scope: issue_id -> issue
