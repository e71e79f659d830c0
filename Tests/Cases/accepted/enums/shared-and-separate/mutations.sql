-- name: addTask :mutation
INSERT INTO task (id) VALUES (:id);

-- name: setStatus :mutation
-- One parameter for both tables, since both columns have one enum.
UPDATE task SET previous = status, status = :status WHERE id = :id;
INSERT INTO task_event (task_id, number, status)
VALUES (:id, (SELECT count(*) FROM task_event WHERE task_id = :id), :status);

-- name: addProject :mutation
INSERT INTO project (id, phase) VALUES (:id, :phase);

-- name: addMachine :mutation
INSERT INTO machine (id, phase) VALUES (:id, :phase);
