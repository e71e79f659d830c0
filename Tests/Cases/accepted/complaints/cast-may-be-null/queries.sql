-- name: numbers :many
SELECT CAST(pages AS INTEGER) AS pages, CAST(title AS INTEGER) AS number, CAST(pages AS REAL) AS ratio,
       CAST(title AS BLOB) AS bytes
FROM document ORDER BY id;
