-- name: spaces :many
SELECT te​xt FROM invisible ORDER BY id;

-- name: reversed :many
SELECT 'a‮b' AS text, txt FROM invisible ORDER BY id;
