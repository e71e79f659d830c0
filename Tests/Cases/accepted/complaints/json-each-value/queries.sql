-- name: tags :many
SELECT document.id, CAST(tag.value AS TEXT) AS tag, tag.type AS kind
FROM document, json_each(document.tags) AS tag ORDER BY document.id, tag;

-- name: tagged :many
-- param tag: String
SELECT * FROM document
WHERE EXISTS (SELECT 1 FROM json_each(document.tags) AS each WHERE each.value = :tag AND each.type = 'text')
ORDER BY id;
