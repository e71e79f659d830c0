-- name: add :mutation
INSERT INTO person (id, email, boss_id) VALUES (:id, :email, :bossId);
