-- name: pairs :many
SELECT * FROM person JOIN person ON manager_id = id;
