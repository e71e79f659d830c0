-- name: discard :mutation
-- JSON has no bytes: nothing would be found.
DELETE FROM note WHERE id IN (SELECT value FROM json_each(:ids));
