-- name: mine :many
SELECT * FROM note WHERE owner = :actor ORDER BY id;

-- name: recent :many
SELECT * FROM note WHERE created_at > :now - 86400000 ORDER BY id;
