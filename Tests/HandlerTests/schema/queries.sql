-- name: invitations :many
SELECT * FROM invitation ORDER BY email;

-- name: openInvitations :many
SELECT id, email FROM invitation WHERE accepted = 0 ORDER BY email;

-- name: seats :one
SELECT seats FROM plan WHERE user_id = :userId;
