-- name: add :mutation
INSERT INTO note (id, text, colour) VALUES (:id, :text, :colour);

-- name: edit :mutation
UPDATE note SET text = :text, edited_at = :now WHERE id = :id;

-- name: tag :mutation
INSERT INTO tag (note_id, name) VALUES (:noteId, :name) ON CONFLICT DO NOTHING;
