-- name: add :mutation
INSERT INTO job (id, priority) VALUES (:id, :priority);

-- name: takeFirst :mutation
-- Total order: every replica takes the same one.
UPDATE job SET state = 'taken' WHERE id = (SELECT id FROM job WHERE state = 'new' ORDER BY priority, id LIMIT 1);

-- name: takeAny :mutation
-- Not replayable: which one is first among equals is not said.
UPDATE job SET state = 'taken' WHERE id = (SELECT id FROM job WHERE state = 'new' ORDER BY priority LIMIT 1);

-- name: balance :mutation
-- Not replayable: the sum of REALs depends on the order.
UPDATE job SET weight = (SELECT total(weight) FROM job) WHERE id = :id;
