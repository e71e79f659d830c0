-- name: createBoard :mutation
-- Whoever makes a board is its admin.
-- allow: true
INSERT INTO board (id, title) VALUES (:id, :title);
INSERT INTO board_member (board_id, user_id, role) VALUES (:id, :actor, 'admin');

-- name: invite :mutation
-- allow: EXISTS (SELECT 1 FROM board_member WHERE board_id = :boardId AND user_id = :actor AND role = 'admin')
INSERT INTO board_member (board_id, user_id, role) VALUES (:boardId, :userId, :role)
ON CONFLICT (board_id, user_id) DO UPDATE SET role = excluded.role;

-- name: createLane :mutation
-- allow: EXISTS (SELECT 1 FROM board_member
--   WHERE board_id = :boardId AND user_id = :actor AND role <> 'viewer')
INSERT INTO lane (id, board_id, title, position, wip_limit) VALUES (:id, :boardId, :title, :position, :wipLimit);

-- name: openBoard :mutation
-- This device only.
INSERT INTO open_board (board_id, position) VALUES (:boardId, :position)
ON CONFLICT (board_id) DO UPDATE SET position = excluded.position;
