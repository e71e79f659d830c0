-- name: arrows :many
-- type title: String?
SELECT doc ->> '$.title' AS title FROM score ORDER BY id;

-- name: rights :many
SELECT a.id AS first, b.id AS second FROM score AS a RIGHT JOIN score AS b ON a.points < b.points ORDER BY a.id, b.id;
