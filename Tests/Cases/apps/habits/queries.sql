-- name: today :many
SELECT habit.*, tick.* FROM habit LEFT JOIN tick ON tick.habit_id = habit.id AND tick.day = :day
WHERE NOT archived ORDER BY name, habit.id;

-- name: week :one
-- `from` and `until` are the app's days: a query that asked the clock would be stale at midnight.
SELECT CAST(coalesce(sum(count), 0) AS INTEGER) FROM tick WHERE day BETWEEN :from AND :until;

-- name: best :many
SELECT habit.name, count(*) AS days, max(tick.count) AS most
FROM habit JOIN tick ON tick.habit_id = habit.id GROUP BY habit.id ORDER BY days DESC, habit.name;
