-- name: closed :many
SELECT * FROM ticket WHERE status = 'closed' ORDER BY id;
