-- name: inState :many
SELECT * FROM ticket WHERE state = :state ORDER BY id;

-- name: levels :many
SELECT level, count(*) AS count FROM ticket GROUP BY level ORDER BY level;
