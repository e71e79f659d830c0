-- name: texts :many
SELECT title AS text FROM document UNION SELECT note FROM document UNION SELECT 'x' ORDER BY text;

-- name: sure :many
SELECT title AS text FROM document UNION SELECT 'x' ORDER BY text;
