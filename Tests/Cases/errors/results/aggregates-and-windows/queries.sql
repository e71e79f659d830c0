-- name: long :many
SELECT title FROM document WHERE pages > avg(pages) ORDER BY id;

-- name: nested :one
SELECT max(count(*)) AS most FROM document GROUP BY title;

-- name: ranks :many
SELECT id, row_number() AS number FROM document ORDER BY id;

-- name: top :many
SELECT id FROM document WHERE rank() OVER (ORDER BY pages) <= 3 ORDER BY id;

-- name: named :many
SELECT id, sum(pages) OVER shelf AS total FROM document WINDOW shelves AS (ORDER BY pages) ORDER BY id;
