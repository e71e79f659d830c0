-- name: settings :many
SELECT * FROM setting WHERE user = :user ORDER BY name;

-- name: words :many
SELECT * FROM word ORDER BY text;
