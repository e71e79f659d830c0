-- name: add :mutation
INSERT INTO old (id, name, size, ratio, data) VALUES (:id, :name, :size, :ratio, :data);
