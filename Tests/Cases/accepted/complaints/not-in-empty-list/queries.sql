-- name: others :many
SELECT slug FROM city WHERE slug NOT IN (SELECT value FROM json_each(:slugs)) ORDER BY slug;
