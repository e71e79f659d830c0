-- name: some :many
SELECT * FROM card WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id;

-- name: others :many
-- An empty list leaves everything.
SELECT * FROM card WHERE id NOT IN (SELECT value FROM json_each(:ids)) ORDER BY id;

-- name: ordered :many
SELECT card.* FROM json_each(:ids) AS wanted JOIN card ON card.id = wanted.value ORDER BY wanted.key;

-- name: several :many
SELECT id FROM card
WHERE priority IN (SELECT value FROM json_each(:priorities)) AND due IN (SELECT value FROM json_each(:days))
  AND title <> :title
ORDER BY id;
