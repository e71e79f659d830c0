-- name: marks :many
SELECT id, 'é́́' AS three, ee FROM mark ORDER BY id;
