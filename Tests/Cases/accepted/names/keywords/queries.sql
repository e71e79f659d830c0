-- name: class :many
SELECT * FROM "group" WHERE "default" = :let ORDER BY "in";

-- name: return :one
SELECT "in" AS "repeat", self AS "Self" FROM "group" WHERE init = :try;
