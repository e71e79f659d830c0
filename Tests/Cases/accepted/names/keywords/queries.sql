-- name: class :many
SELECT * FROM "group" WHERE "default" = :let ORDER BY "in";

-- name: return :one
SELECT "in" AS "repeat", super AS "Any" FROM "group" WHERE init = :try;
