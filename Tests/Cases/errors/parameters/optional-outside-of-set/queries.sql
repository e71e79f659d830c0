-- name: filtered :many
-- optional: size
SELECT * FROM note WHERE size = :size ORDER BY id;
