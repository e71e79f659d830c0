-- name: addEntry :mutation
-- allow: EXISTS (SELECT 1 FROM bookkeeper WHERE name = :actor)
-- require overdrawn: (SELECT coalesce(sum(cents), 0) FROM entry) + :cents >= -100000
INSERT INTO entry (id, text, cents, made_by, made_at) VALUES (:id, :text, :cents, :actor, :now);
