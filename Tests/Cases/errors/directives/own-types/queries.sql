-- name: things :many
-- param done: boolean
SELECT * FROM thing WHERE :done ORDER BY id;
