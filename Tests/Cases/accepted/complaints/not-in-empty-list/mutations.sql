-- name: found :mutation
INSERT INTO city (slug) VALUES (:slug);
