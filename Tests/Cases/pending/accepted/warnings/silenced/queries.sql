-- name: named :many
-- silence: full-scan, there are two hundred countries
SELECT * FROM country WHERE name = :name ORDER BY code;

-- name: any :many
-- silence: missing-order, the order does not matter here
-- silence: full-scan, there are two hundred countries
SELECT code FROM country;
