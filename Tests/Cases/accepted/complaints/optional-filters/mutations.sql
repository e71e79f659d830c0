-- name: found :mutation
INSERT INTO city (slug, country, size) VALUES (:slug, :country, :size);

-- name: edit :mutation
UPDATE city SET country = coalesce(:country, country) WHERE slug = :slug;
