-- name: things :many
SELECT * FROM thing ORDER BY id;
