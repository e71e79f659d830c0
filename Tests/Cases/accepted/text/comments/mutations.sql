-- A remark before the first definition.

-- name: add :mutation
-- Adds a note.
--
-- Note: a colon does not make a directive.
INSERT INTO note (id, text) -- the columns
VALUES (/* first */ :id, :text); -- the values

-- name: finish :mutation
UPDATE note SET done = 1 -- it is; done
WHERE id = :id;
