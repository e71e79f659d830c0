-- name: spans :many
SELECT id, json_extract(
  id,
  '$.x'
), (
  SELECT n
  FROM span
) FROM span ORDER BY id;
