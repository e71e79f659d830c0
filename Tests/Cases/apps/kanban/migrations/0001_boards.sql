-- A board with lanes of cards.
CREATE TABLE board (
  id    TEXT NOT NULL PRIMARY KEY, -- type: UUID
  title TEXT NOT NULL              -- Note: shown in the sidebar
) STRICT;

-- Who may see a board, and who may change it.
CREATE TABLE board_member (
  board_id TEXT NOT NULL REFERENCES board(id) ON DELETE CASCADE,
  user_id  TEXT NOT NULL,
  role     TEXT NOT NULL CHECK (role IN ('viewer', 'editor', 'admin')),
  PRIMARY KEY (board_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX board_member_by_user ON board_member (user_id);

-- A column of a board.
CREATE TABLE lane (
  id        TEXT NOT NULL PRIMARY KEY, -- type: UUID
  board_id  TEXT NOT NULL REFERENCES board(id) ON DELETE CASCADE,
  title     TEXT NOT NULL,
  position  TEXT NOT NULL,             -- type: FractionalIndex
  wip_limit INTEGER                    -- How many cards it takes; NULL is no limit.
) STRICT;
CREATE INDEX lane_by_board ON lane (board_id, position, id);

-- Something to do.
CREATE TABLE card (
  id         TEXT    NOT NULL PRIMARY KEY, -- type: UUID
  board_id   TEXT    NOT NULL REFERENCES board(id) ON DELETE CASCADE,
  lane_id    TEXT    NOT NULL REFERENCES lane(id) ON DELETE CASCADE,
  title      TEXT    NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  body       TEXT    NOT NULL DEFAULT '',
  position   TEXT    NOT NULL,             -- type: FractionalIndex
  assignee   TEXT,
  due_at     TEXT,                         -- type: Date
  flagged    INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1)),
  priority   INTEGER NOT NULL DEFAULT 1 CHECK (priority IN (0, 1, 2, 3)), -- cases: low, normal, high, urgent
  status     TEXT    NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done')),
  created_at INTEGER NOT NULL              -- type: Date
) STRICT;
CREATE INDEX card_by_lane ON card (lane_id, position, id);
CREATE INDEX card_by_board ON card (board_id, status);

-- What became of a card, and when.
CREATE TABLE card_event (
  id      TEXT    NOT NULL PRIMARY KEY,    -- type: UUID
  card_id TEXT    NOT NULL REFERENCES card(id) ON DELETE CASCADE,
  status  TEXT    NOT NULL CHECK (status IN ('open', 'done')),
  user_id TEXT    NOT NULL,
  at      INTEGER NOT NULL                 -- type: Date
) STRICT;
CREATE INDEX card_event_by_card ON card_event (card_id, at);

-- Every change, for the operators of the server.
-- side: server
CREATE TABLE audit (
  id      TEXT    NOT NULL PRIMARY KEY,    -- type: UUID
  user_id TEXT    NOT NULL,
  status  TEXT    NOT NULL CHECK (status IN ('open', 'done')),
  at      INTEGER NOT NULL                 -- type: Date
) STRICT;

-- The boards that are open on this device.
-- side: client
CREATE TABLE open_board (
  board_id TEXT    NOT NULL PRIMARY KEY,   -- type: UUID
  position INTEGER NOT NULL
) STRICT;
