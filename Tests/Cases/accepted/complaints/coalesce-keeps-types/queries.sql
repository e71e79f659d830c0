-- name: kept :many
SELECT ifnull(done, 0) AS done, coalesce(state, 'open') AS state, coalesce(other, id) AS either,
       CASE WHEN done THEN state END AS maybe, iif(done, other, id) AS picked, max(id, other) AS larger
FROM task ORDER BY id;
