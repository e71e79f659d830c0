-- name: shown :many
SELECT id, coalesce(next, colour) AS colour FROM light ORDER BY id;

-- name: extremes :one
SELECT min(colour) AS first, max(next) AS last FROM light;

-- name: anyOf :many
SELECT id FROM light WHERE colour IN (:a, :b) OR :everything ORDER BY id;
