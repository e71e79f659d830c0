-- name: links :many
SELECT * FROM link WHERE visited = :visited ORDER BY url;

-- name: flags :many
SELECT visited, hidden, NOT visited AS fresh FROM link ORDER BY url;
