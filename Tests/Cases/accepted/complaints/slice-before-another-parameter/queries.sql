-- name: some :many
SELECT * FROM city WHERE slug IN (SELECT value FROM json_each(:slugs)) AND size > :size ORDER BY slug;

-- name: twice :many
SELECT * FROM city
WHERE slug IN (SELECT value FROM json_each(:words)) OR name IN (SELECT value FROM json_each(:words))
ORDER BY slug;
