-- name: board :read
-- scope: id
SELECT board_id FROM board_member WHERE user_id = :actor;

-- name: board_member :read
-- scope: board_id
SELECT board_id FROM board_member WHERE user_id = :actor;

-- name: lane :read
-- scope: board_id
SELECT board_id FROM board_member WHERE user_id = :actor;

-- name: card.board :read
-- scope: board_id
SELECT board_id FROM board_member WHERE user_id = :actor;

-- name: card.assignee :read
-- Who has something to do sees it, member or not.
-- scope: assignee
SELECT :actor;

-- name: card_event :read
-- scope: card_id -> card
