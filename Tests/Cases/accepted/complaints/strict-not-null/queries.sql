-- name: all :many
SELECT * FROM strict_table ORDER BY id;
