-- name: habit :read
-- scope: owner_id
SELECT :actor;

-- name: tick :read
-- scope: habit_id -> habit
