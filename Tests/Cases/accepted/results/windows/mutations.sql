-- name: record :mutation
INSERT INTO score (player, game, points) VALUES (:player, :game, :points)
ON CONFLICT (player, game) DO UPDATE SET points = max(points, excluded.points);
