-- name: first :many
SELECT substr(text) AS letter FROM note ORDER BY id;

-- name: present :many
SELECT coalesce(body) AS body FROM note ORDER BY id;

-- name: sizes :many
SELECT length(text, body) AS size FROM note ORDER BY id;
