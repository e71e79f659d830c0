-- name: find :many
-- param limit: [Int
SELECT * FROM note WHERE text LIKE :pattern ORDER BY id LIMIT :limit;
