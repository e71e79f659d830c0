-- name: cards :many
-- The cards of a board, those of one person if one is given.
SELECT card.*, (SELECT count(*) FROM card_event AS e WHERE e.card_id = card.id) AS events
FROM card WHERE board_id = :boardId AND (:assignee IS NULL OR assignee = :assignee)
ORDER BY position, id;

-- name: unassigned :many
SELECT * FROM card WHERE board_id = :boardId AND assignee IS NULL ORDER BY created_at, id;

-- name: card :one
SELECT * FROM card WHERE id = :id;

-- name: openCount :one
SELECT count(*) FROM card WHERE board_id = :boardId AND status = 'open';

-- name: history :many
SELECT * FROM card_event WHERE card_id = :cardId ORDER BY at, id;
