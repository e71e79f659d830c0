-- name: titles :many
-- struct: Entry
SELECT id, title FROM document ORDER BY id;

-- name: lengths :many
-- struct: Entry
SELECT id, pages FROM document ORDER BY id;

-- name: ids :many
-- struct: Identifiers
SELECT id FROM document ORDER BY id;

-- name: both :many
-- struct: A Row
SELECT title, pages FROM document ORDER BY id;

-- name: asTable :many
-- struct: Document
SELECT title, pages FROM document ORDER BY id;
