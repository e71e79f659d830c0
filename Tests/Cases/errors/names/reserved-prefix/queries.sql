-- name: log :many
SELECT version FROM lockstep_log;
