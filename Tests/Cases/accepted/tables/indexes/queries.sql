-- name: unread :many
SELECT * FROM mail WHERE address = :address AND read_at IS NULL ORDER BY id;

-- name: subject :many
SELECT id FROM mail WHERE lower(subject) = :subject ORDER BY id;
