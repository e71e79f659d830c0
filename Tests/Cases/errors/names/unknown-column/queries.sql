-- name: byOwner :many
SELECT id, titel FROM issue WHERE ownr = :owner ORDER BY id;

-- name: aliased :many
SELECT i.titel, i.id FROM issue AS i ORDER BY i.id;
