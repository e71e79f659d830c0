-- A third status: SQLite changes a CHECK by rebuilding the table only.
CREATE TABLE card_new (
  id      TEXT NOT NULL PRIMARY KEY, -- type: UUID
  lane_id TEXT NOT NULL REFERENCES lane(id) ON DELETE CASCADE,
  status  TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'blocked', 'done'))
) STRICT;
INSERT INTO card_new (id, lane_id, status) SELECT id, lane_id, status FROM card;
DROP TABLE card;
ALTER TABLE card_new RENAME TO card;
CREATE INDEX card_by_lane ON card (lane_id);
