-- name: add :mutation
-- ✅ fügt hinzu
INSERT INTO task (id, size) /* 日本語 */ VALUES (:id, :size); -- 👩‍👩‍👧
