-- name: tags :many
SELECT DISTINCT each.value AS tag FROM score, json_each(score.tags) AS each ORDER BY tag;
