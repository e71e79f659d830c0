-- name: days :many
SELECT day, count(*) AS visits FROM visit GROUP BY day ORDER BY day;
