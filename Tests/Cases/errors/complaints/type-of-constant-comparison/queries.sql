-- name: maybe :many
SELECT id FROM score WHERE :everything = :other OR points > 10 ORDER BY id;
