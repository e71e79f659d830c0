-- name: perDay :many
SELECT date(at / 1000, 'unixepoch') AS day, count(*) AS count FROM entry GROUP BY day ORDER BY day;

-- name: years :many
SELECT DISTINCT strftime('%Y', at / 1000, 'unixepoch') AS year FROM entry ORDER BY year;
