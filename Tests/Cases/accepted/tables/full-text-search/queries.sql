-- name: all :many
SELECT * FROM note ORDER BY id;

-- name: search :many
-- sqlc 3204: MATCH on an FTS5 table was refused. `%w` doubles the quotes of a phrase.
-- param text: String
SELECT note.* FROM note_fts JOIN note ON note.id = note_fts.rowid
WHERE note_fts MATCH printf('"%w"', :text) ORDER BY rank, note.id LIMIT 20;
