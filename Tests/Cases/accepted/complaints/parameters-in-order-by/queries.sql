-- name: ordered :many
SELECT slug FROM city
ORDER BY CASE WHEN :bySize THEN size END DESC, abs(size % 100 - :near % 100), slug
LIMIT :count;
