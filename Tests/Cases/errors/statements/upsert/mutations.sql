-- name: noSuchKey :mutation
INSERT INTO setting (user, name, value) VALUES (:user, :name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: noSuchColumn :mutation
INSERT INTO setting (user, name, value) VALUES (:user, :name, :value)
ON CONFLICT (user, name) DO UPDATE SET value = excluded.valeu;
