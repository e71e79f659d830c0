-- name: join :mutation
INSERT INTO person (user_name, since) VALUES (:actor, :now);

-- name: makePart :mutation
INSERT INTO part (machine_id, number, note, made_by) VALUES (:machineId, :number, :note, :actor);

-- name: removeParts :mutation
DELETE FROM part WHERE machine_id = :machineId AND number IN (SELECT value FROM json_each(:numbers));
