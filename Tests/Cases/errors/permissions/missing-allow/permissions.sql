-- name: note :read
-- scope: owner
SELECT :actor;
