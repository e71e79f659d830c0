-- name: add :mutation
INSERT INTO light (id, colour) VALUES (:id, :colour);

-- name: advance :mutation
UPDATE light SET colour = CASE colour WHEN 'red' THEN 'green' WHEN 'green' THEN 'amber' ELSE 'red' END WHERE id = :id;

-- name: schedule :mutation
UPDATE light SET next = :next WHERE colour <> :next AND colour IN (SELECT value FROM json_each(:colours));
