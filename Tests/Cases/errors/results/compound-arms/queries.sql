-- name: everything :many
SELECT * FROM document UNION ALL SELECT * FROM archive ORDER BY id;

-- name: ordered :many
SELECT title FROM document UNION SELECT title FROM archive ORDER BY pages;

-- name: members :many
SELECT id FROM document WHERE (id, title) IN (SELECT id FROM archive) ORDER BY id;
