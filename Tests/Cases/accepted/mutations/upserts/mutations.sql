-- name: set :mutation
INSERT INTO setting (user, name, value) VALUES (:actor, :name, :value)
ON CONFLICT (user, name) DO UPDATE SET value = excluded.value, changes = changes + 1 WHERE value <> excluded.value;

-- name: setOnce :mutation
INSERT INTO setting (user, name, value) VALUES (:actor, :name, :value) ON CONFLICT DO NOTHING;

-- name: learn :mutation
INSERT INTO word (id, text) VALUES (:id, :text)
ON CONFLICT (text) DO NOTHING
ON CONFLICT (id) DO UPDATE SET text = excluded.text;

-- name: overwrite :mutation
REPLACE INTO word (id, text) VALUES (:id, :text);

-- name: ignore :mutation
INSERT OR IGNORE INTO word (id, text) VALUES (:id, :text);
