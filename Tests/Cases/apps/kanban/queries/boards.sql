-- name: boards :many
SELECT board.*, board_member.role, open_board.position AS open_position
FROM board JOIN board_member ON board_member.board_id = board.id
LEFT JOIN open_board ON open_board.board_id = board.id
WHERE board_member.user_id = :me
ORDER BY board.title, board.id;

-- name: lanes :many
SELECT lane.*, (SELECT count(*) FROM card WHERE card.lane_id = lane.id) AS cards
FROM lane WHERE board_id = :boardId ORDER BY position, id;
