-- name: add :mutation
INSERT INTO event (id, millis, seconds, text, a_millis, a_text) VALUES (:id, :at, :at, :at, :now, :committedAt);

-- name: postpone :mutation
UPDATE event SET millis = :to, a_millis = NULL WHERE id = :id AND millis < :to;
