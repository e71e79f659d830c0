-- name: createProject :mutation
-- allow: true
INSERT INTO project (id, name) VALUES (:id, :name);
INSERT INTO member (project_id, user_id) VALUES (:id, :actor);

-- name: addMember :mutation
-- allow: EXISTS (SELECT 1 FROM member WHERE project_id = :projectId AND user_id = :actor)
INSERT OR IGNORE INTO member (project_id, user_id) VALUES (:projectId, :userId);

-- name: removeMember :mutation
-- allow: EXISTS (SELECT 1 FROM member WHERE project_id = :projectId AND user_id = :actor)
DELETE FROM member WHERE project_id = :projectId AND user_id = :userId;

-- name: write :mutation
-- allow: EXISTS (SELECT 1 FROM member WHERE project_id = :projectId AND user_id = :actor)
INSERT INTO note (id, project_id, body, author, stars, weight, cover, is_done, due, written_at)
VALUES (:id, :projectId, :body, :actor, :stars, :weight, :cover, :isDone, :due, :now);

-- name: edit :mutation
-- allow: EXISTS (SELECT 1 FROM note JOIN member USING (project_id) WHERE note.id = :id AND user_id = :actor)
-- require notFound: EXISTS (SELECT 1 FROM note WHERE id = :id)
-- optional: body, stars
UPDATE note SET body = :body, stars = :stars WHERE id = :id;

-- name: record :mutation
-- allow: true
INSERT INTO audit (id, secret) VALUES (:id, :secret);
