-- name: accounts :many
SELECT * FROM account WHERE owner = :owner ORDER BY name, id;
