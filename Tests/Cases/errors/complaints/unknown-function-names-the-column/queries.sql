-- name: best :many
SELECT id FROM score
WHERE points > percentile_of(points, :limit)
ORDER BY id;
