-- name: begin :mutation
INSERT INTO counter (name) VALUES ('visits') ON CONFLICT (name) DO NOTHING;

-- name: increment :mutation
UPDATE counter SET value = value + 1 WHERE name = 'visits';

-- name: reset :mutation
DELETE FROM counter WHERE true;
