-- name: ordered :many
SELECT id, title FROM document ORDER BY 3;

-- name: grouped :many
SELECT title, count(*) AS count FROM document GROUP BY 7 ORDER BY title;
