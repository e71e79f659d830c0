-- name: q1 :many
SELECT * FROM "x""y" WHERE k = :k ORDER BY id;
-- name: q2 :one
SELECT id, description, hash, init, hasher, row, statement FROM decoder WHERE id = :statement;
-- name: q3 :one
SELECT id, description FROM decoder WHERE id IN (SELECT value FROM json_each(:row)) AND id = :connection AND id = :context AND id = :writer AND id = :reader;
