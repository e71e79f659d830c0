CREATE TABLE lane (
  id TEXT NOT NULL PRIMARY KEY -- type: UUID
) STRICT;
CREATE TABLE card (
  id      TEXT NOT NULL PRIMARY KEY, -- type: UUID
  lane_id TEXT NOT NULL REFERENCES lane(id) ON DELETE CASCADE,
  status  TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done'))
) STRICT;
