-- name: add :mutation
INSERT INTO ticket (id, state, factor, level) VALUES (:id, :state, :factor, :level);

-- name: finish :mutation
UPDATE ticket SET state = 'done!' WHERE state = 'Won''t fix' OR level = :level;
