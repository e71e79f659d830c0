-- name: renommer :mutation
-- 日本語のコメント
UPDATE personne SET prénom = '日本', prénon = :p WHERE id = :id; -- 🎉
