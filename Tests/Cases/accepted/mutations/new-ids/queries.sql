-- name: pairs :many
SELECT * FROM pair ORDER BY a, b;

-- name: notes :many
SELECT parent.id, child.note FROM parent LEFT JOIN child ON child.parent_id = parent.id ORDER BY parent.id;
