-- name: some :many
SELECT * FROM note WHERE id IN (SELECT value FROM json_each(:ids)) OR id = :ids ORDER BY id;
