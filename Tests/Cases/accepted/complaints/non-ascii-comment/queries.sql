-- name: large :many
-- Größer als …
SELECT id, size -- größe
FROM task /* ✅ */ WHERE size > :limit ORDER BY size, id; -- 終わり
