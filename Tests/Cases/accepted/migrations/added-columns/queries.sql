-- name: notes :many
SELECT note.*, (SELECT group_concat(name) FROM tag WHERE note_id = note.id) AS tags FROM note ORDER BY note.id;
