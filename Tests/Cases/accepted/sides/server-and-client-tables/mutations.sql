-- name: add :mutation
INSERT INTO note (id, text) VALUES (:id, :text);
INSERT INTO audit (id, who, at) VALUES (:id, :actor, :committedAt);

-- name: select :mutation
-- This device only.
INSERT INTO selection (note_id, at) VALUES (:noteId, :now) ON CONFLICT (note_id) DO UPDATE SET at = excluded.at;
