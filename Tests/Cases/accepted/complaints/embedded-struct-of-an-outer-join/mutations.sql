-- name: addTeam :mutation
INSERT INTO team (id, name) VALUES (:id, :name);

-- name: addPlayer :mutation
INSERT INTO player (id, team_id, nick) VALUES (:id, :teamId, :nick);
