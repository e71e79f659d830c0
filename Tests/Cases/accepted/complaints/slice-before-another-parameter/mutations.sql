-- name: found :mutation
INSERT INTO city (slug, name, size) VALUES (:slug, :name, :size);
