-- name: names :many
SELECT * FROM name WHERE json = :json AND key = :key AND row = :row AND statement = :statement ORDER BY id;

-- name: query :one
SELECT name FROM (SELECT 'x' AS name) WHERE :statement = name;
