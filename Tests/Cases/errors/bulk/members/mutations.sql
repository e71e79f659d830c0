-- name: first :mutation
-- rows cards: card(id, titel)
INSERT INTO card (id, title) SELECT value ->> 'id', value ->> 'title' FROM json_each(:cards);

-- name: second :mutation
-- rows cards: card(id, title)
INSERT INTO card (id, title) SELECT value ->> 'id', value ->> 'titel' FROM json_each(:cards);

-- name: third :mutation
-- rows cards: crd(id)
-- rows others: card(id, photo)
DELETE FROM card WHERE id IN (SELECT value ->> 'id' FROM json_each(:cards));
