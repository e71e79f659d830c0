-- name: createCard :mutation
-- Adds a card to a lane.
-- allow: EXISTS (SELECT 1 FROM board_member
--   WHERE board_id = :boardId AND user_id = :actor AND role <> 'viewer')
-- require otherBoard: EXISTS (SELECT 1 FROM lane WHERE id = :laneId AND board_id = :boardId)
-- require laneFull: (SELECT count(*) FROM card WHERE lane_id = :laneId)
--   < coalesce((SELECT wip_limit FROM lane WHERE id = :laneId), 1000000)
INSERT INTO card (id, board_id, lane_id, title, position, created_at)
VALUES (:id, :boardId, :laneId, :title, :position, :now);

-- name: moveCard :mutation
-- allow: EXISTS (SELECT 1 FROM card JOIN board_member USING (board_id)
--   WHERE card.id = :id AND user_id = :actor AND role <> 'viewer')
-- require notFound: EXISTS (SELECT 1 FROM card WHERE id = :id)
UPDATE card SET lane_id = :laneId, position = :position WHERE id = :id;

-- name: moveCards :mutation
-- Many at once, each to its own place.
-- allow: true
-- rows cards: card(id, lane_id, position)
UPDATE card
SET lane_id = moved.value ->> 'lane_id', position = moved.value ->> 'position'
FROM json_each(:cards) AS moved
WHERE card.id = moved.value ->> 'id';

-- name: editCard :mutation
-- What is not given stays; `.set(nil)` clears.
-- allow: EXISTS (SELECT 1 FROM card JOIN board_member USING (board_id)
--   WHERE card.id = :id AND user_id = :actor AND role <> 'viewer')
-- optional: title, body, dueAt, assignee, flagged, priority
UPDATE card
SET title = :title, body = :body, due_at = :dueAt, assignee = :assignee, flagged = :flagged, priority = :priority
WHERE id = :id;

-- name: setStatus :mutation
-- allow: EXISTS (SELECT 1 FROM card JOIN board_member USING (board_id) WHERE card.id = :id AND user_id = :actor)
UPDATE card SET status = :status WHERE id = :id;
INSERT INTO card_event (id, card_id, status, user_id, at) VALUES (:eventId, :id, :status, :actor, :now);
INSERT INTO audit (id, user_id, status, at) VALUES (:eventId, :actor, :status, :committedAt);

-- name: deleteCard :mutation
-- allow: EXISTS (SELECT 1 FROM card JOIN board_member USING (board_id)
--   WHERE card.id = :id AND user_id = :actor AND role = 'admin')
-- require notFound: EXISTS (SELECT 1 FROM card WHERE id = :id)
DELETE FROM card WHERE id = :id;
