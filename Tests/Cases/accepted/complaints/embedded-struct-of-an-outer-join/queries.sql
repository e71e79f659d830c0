-- name: players :many
SELECT player.*, team.* FROM player LEFT JOIN team ON team.id = player.team_id ORDER BY player.id;

-- name: teams :many
SELECT player.*, team.* FROM player RIGHT JOIN team ON team.id = player.team_id ORDER BY team.id, player.id;
