-- name: visits :one
SELECT value FROM counter WHERE name = 'visits';
