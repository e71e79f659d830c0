-- name: add :mutation
INSERT INTO score (id, player, points) VALUES (:id, :player, :points);
