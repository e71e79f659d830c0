-- name: titles :many
-- type title: String?
SELECT id, json_extract(body, '$.title') AS title FROM document ORDER BY id;

-- name: pages :many
SELECT id, CAST(body ->> '$.pages' AS INTEGER) AS pages FROM document ORDER BY id;

-- name: days :many
-- type made: Date
SELECT id, 1767225600000 AS made FROM document ORDER BY id;
