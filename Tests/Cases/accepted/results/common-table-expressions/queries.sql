-- name: tree :many
WITH RECURSIVE below (id, name, depth) AS (
  SELECT id, name, 0 FROM folder WHERE id = :root
  UNION ALL
  SELECT folder.id, folder.name, below.depth + 1 FROM folder JOIN below ON folder.parent_id = below.id
  WHERE below.depth < 20
)
SELECT id, name, CAST(depth AS INTEGER) AS depth FROM below ORDER BY depth, name, id;

-- name: counted :many
WITH sizes AS (SELECT parent_id, count(*) AS size FROM folder GROUP BY parent_id)
SELECT folder.*, sizes.size FROM folder LEFT JOIN sizes ON sizes.parent_id = folder.id ORDER BY folder.id;
