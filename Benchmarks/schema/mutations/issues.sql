-- name: createIssue :mutation
INSERT INTO issue (id, title, description, owner, created_at)
VALUES (:id, :title, :description, :actor, :now);

-- name: updateStatus :mutation
UPDATE issue SET status = :status WHERE id = :id;

-- name: addSample :mutation
INSERT INTO sample (id, title, body, owner, state, note, count, score)
VALUES (:id, :title, :body, :owner, :state, :note, :count, :score);
