-- name: overall :one
SELECT sum(points) AS sum, max(points) AS most, group_concat(player) AS players, total(points) AS total FROM score;

-- name: grouped :many
SELECT player, sum(points) AS sum, max(points) AS most, group_concat(points) AS list FROM score
GROUP BY player ORDER BY player;
