-- name: named :many
-- silence: full-scan, there are two hundred countries
SELECT * FROM country WHERE name = :name ORDER BY code;

-- name: any :many
-- silence: missing-order, the order does not matter here
SELECT code FROM country;
