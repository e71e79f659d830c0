-- name: visit :mutation
INSERT INTO visit (id, at, day, later)
VALUES (:id, :now, date(:now / 1000, 'unixepoch'), strftime('%H:%M', :committedAt / 1000, 'unixepoch', '+1 hour'));

-- name: forget :mutation
DELETE FROM visit WHERE at < :now - 30 * 86400000;
