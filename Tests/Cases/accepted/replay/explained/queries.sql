-- name: jobs :many
SELECT * FROM job ORDER BY priority, id;
