-- name: cards :many
SELECT * FROM card ORDER BY id;
