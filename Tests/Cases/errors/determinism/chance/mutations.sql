-- name: shuffle :mutation
UPDATE card SET position = random();

-- name: season :mutation
UPDATE card SET salt = randomblob(16) WHERE id = :id;

-- name: deal :mutation
DELETE FROM card WHERE position = (SELECT abs(random()) % 52);
