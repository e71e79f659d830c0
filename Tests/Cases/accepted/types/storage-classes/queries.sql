-- name: samples :many
SELECT * FROM sample ORDER BY id;

-- name: blob :one
SELECT blob FROM sample WHERE id = :id;

-- name: optionalBlob :one
SELECT a_blob FROM sample WHERE id = :id;
