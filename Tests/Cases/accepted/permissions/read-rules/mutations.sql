-- name: createProject :mutation
-- allow: true
INSERT INTO project (id, name) VALUES (:id, :name);
INSERT INTO member (project_id, user_id) VALUES (:id, :actor);

-- name: open :mutation
-- allow: EXISTS (SELECT 1 FROM member WHERE project_id = :projectId AND user_id = :actor)
INSERT INTO issue (id, project_id, owner) VALUES (:id, :projectId, :actor);

-- name: say :mutation
-- allow: true
INSERT INTO remark (id, issue_id, text) VALUES (:id, :issueId, :text);

-- name: addLabel :mutation
-- allow: true
INSERT OR IGNORE INTO label (name) VALUES (:name);
