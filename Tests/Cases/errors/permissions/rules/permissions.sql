-- name: nte :read
-- scope: owner
SELECT :actor;

-- name: note :read
-- scope: ownr
SELECT :actor;

-- name: note :read
SELECT :actor;

-- name: remark :read
-- scope: id -> note
