-- name: add :mutation
INSERT INTO item (id, list, text) VALUES (:id, :list, :text), (:otherId, :list, :text || '!');

-- name: archive :mutation
INSERT OR IGNORE INTO archived (id, text, at) SELECT id, text, :now FROM item WHERE list = :list;
DELETE FROM item WHERE list = :list;

-- name: addMany :mutation
INSERT OR IGNORE INTO item (id, list, text) SELECT value, :list, 'new' FROM json_each(:ids);
