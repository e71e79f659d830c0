-- name: first :many
-- type total: Int
SELECT id, pages AS totals FROM document ORDER BY id;

-- name: second :many
-- type pages: UUID
SELECT id, pages FROM document ORDER BY id;

-- name: third :many
-- type: Int
SELECT id, pages FROM document ORDER BY id;

-- name: fourth :many
-- type pages: Big Number
SELECT id, pages FROM document ORDER BY id;
