-- name: found :mutation
INSERT INTO city (slug, size) VALUES (:slug, :size);
