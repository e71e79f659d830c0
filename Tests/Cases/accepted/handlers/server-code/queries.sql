-- name: mails :many
SELECT * FROM mail ORDER BY address, id;
