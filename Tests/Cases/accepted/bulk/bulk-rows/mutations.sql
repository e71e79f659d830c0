-- name: addAll :mutation
-- rows cards: card(id, title, weight, done, due, state)
INSERT OR IGNORE INTO card (id, title, weight, done, due, state)
SELECT value ->> 'id', value ->> 'title', value ->> 'weight', value ->> 'done', value ->> 'due', value ->> 'state'
FROM json_each(:cards);

-- name: retitle :mutation
-- rows changes: card(id, title)
UPDATE card SET title = change.value ->> 'title'
FROM json_each(:changes) AS change WHERE card.id = change.value ->> 'id';
