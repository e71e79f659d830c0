-- name: createProject :mutation
-- Begins a project, of which whoever creates it is the first owner.
-- allow: true
INSERT INTO project (id, name, created_at) VALUES (:id, :name, :now);
INSERT INTO member (project_id, user_id, role, since) VALUES (:id, :actor, 'owner', :now);
INSERT INTO audit (at, actor, action, project_id)
VALUES (:committedAt, :actor, 'createProject', :id);

-- name: addMember :mutation
-- Lets somebody see and change what is in a project.
-- allow: EXISTS (SELECT 1 FROM member
--   WHERE project_id = :projectId AND user_id = :actor AND role = 'owner')
-- require alreadyMember: NOT EXISTS (SELECT 1 FROM member WHERE project_id = :projectId AND user_id = :userId)
INSERT INTO member (project_id, user_id, role, since) VALUES (:projectId, :userId, :role, :now);
INSERT INTO audit (at, actor, action, project_id, user_id)
VALUES (:committedAt, :actor, 'addMember', :projectId, :userId);

-- name: removeMember :mutation
-- Shuts somebody out of a project. A member may leave; a project keeps an owner.
-- allow: :userId = :actor OR EXISTS (SELECT 1 FROM member
--   WHERE project_id = :projectId AND user_id = :actor AND role = 'owner')
-- require notMember: EXISTS (SELECT 1 FROM member WHERE project_id = :projectId AND user_id = :userId)
-- require lastOwner: EXISTS (SELECT 1 FROM member
--   WHERE project_id = :projectId AND user_id <> :userId AND role = 'owner')
DELETE FROM member WHERE project_id = :projectId AND user_id = :userId;
INSERT INTO audit (at, actor, action, project_id, user_id)
VALUES (:committedAt, :actor, 'removeMember', :projectId, :userId);
