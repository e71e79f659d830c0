-- name: filtered :many
SELECT * FROM city
WHERE (:country IS NULL OR country = :country) AND (:least IS NULL OR size >= :least)
ORDER BY slug;
