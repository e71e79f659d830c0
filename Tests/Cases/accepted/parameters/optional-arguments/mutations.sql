-- name: add :mutation
INSERT INTO card (id, title, assignee, due) VALUES (:id, :title, :assignee, :due);

-- name: retitle :mutation
UPDATE card SET title = coalesce(:title, title) WHERE id = :id;

-- name: assign :mutation
UPDATE card SET assignee = :to WHERE assignee IS :from;
