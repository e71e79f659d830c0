-- name: count :one
SELECT count(*) FROM note;
