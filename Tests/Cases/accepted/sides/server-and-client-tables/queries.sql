-- name: selected :many
SELECT note.* FROM note JOIN selection ON selection.note_id = note.id ORDER BY selection.at, note.id;

-- name: audited :many
-- The server's own.
SELECT * FROM audit ORDER BY at, id;
