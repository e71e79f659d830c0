-- name: titles :many
SELECT json_extract(body, '$.title') AS title FROM document ORDER BY id;

-- name: authors :many
SELECT id, body ->> '$.author' AS author FROM document ORDER BY id;

-- name: pages :one
SELECT sum(pages) FROM document;

-- name: nothing :many
SELECT id, NULL AS nothing FROM document ORDER BY id;
