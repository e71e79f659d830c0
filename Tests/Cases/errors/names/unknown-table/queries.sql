-- name: projects :many
SELECT p.name FROM porject AS p ORDER BY p.name;

-- name: invoices :many
SELECT id FROM invoice ORDER BY id;
