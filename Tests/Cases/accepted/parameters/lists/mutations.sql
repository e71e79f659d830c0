-- name: add :mutation
INSERT INTO card (id, title, priority, due) VALUES (:id, :title, :priority, :due);

-- name: discard :mutation
DELETE FROM card WHERE id IN (SELECT value FROM json_each(:ids));

-- name: raise :mutation
UPDATE card SET priority = :priority WHERE title IN (SELECT each.value FROM json_each(:titles) AS each);
