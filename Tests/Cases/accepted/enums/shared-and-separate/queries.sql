-- name: history :many
SELECT task.status, task_event.status AS afterwards FROM task JOIN task_event ON task_event.task_id = task.id
ORDER BY task.id, number;

-- name: machines :many
SELECT * FROM machine WHERE phase = :phase ORDER BY id;
