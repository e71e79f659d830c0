-- name: createHabit :mutation
-- allow: true
-- require nameTaken: NOT EXISTS (SELECT 1 FROM habit WHERE owner_id = :actor AND name = :name)
INSERT INTO habit (id, owner_id, name, schedule, created_at) VALUES (:id, :actor, :name, :schedule, :now);

-- name: editHabit :mutation
-- allow: EXISTS (SELECT 1 FROM habit WHERE id = :id AND owner_id = :actor)
-- optional: name, schedule
UPDATE habit SET name = :name, schedule = :schedule WHERE id = :id;

-- name: tick :mutation
-- Two devices that tick once each make two.
-- allow: EXISTS (SELECT 1 FROM habit WHERE id = :habitId AND owner_id = :actor)
INSERT INTO tick (habit_id, day) VALUES (:habitId, :day)
ON CONFLICT (habit_id, day) DO UPDATE SET count = count + 1;

-- name: untick :mutation
-- allow: EXISTS (SELECT 1 FROM habit WHERE id = :habitId AND owner_id = :actor)
UPDATE tick SET count = count - 1 WHERE habit_id = :habitId AND day = :day AND count > 0;

-- name: archive :mutation
-- allow: EXISTS (SELECT 1 FROM habit WHERE id = :id AND owner_id = :actor)
UPDATE habit SET archived = 1 WHERE id = :id;

-- name: importTicks :mutation
-- Years of ticks of one habit at once.
-- allow: EXISTS (SELECT 1 FROM habit WHERE id = :habitId AND owner_id = :actor)
-- rows ticks: tick(day, count)
INSERT INTO tick (habit_id, day, count)
SELECT :habitId, value ->> 'day', value ->> 'count' FROM json_each(:ticks) WHERE true
ON CONFLICT (habit_id, day) DO NOTHING;
