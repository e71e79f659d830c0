-- Money that came or went.
CREATE TABLE entry (
  id      TEXT    NOT NULL PRIMARY KEY,                    -- type: UUID
  text    TEXT    NOT NULL CHECK (text <> ''),
  cents   INTEGER NOT NULL,
  made_by TEXT    NOT NULL,
  made_at INTEGER NOT NULL                                 -- type: Date
) STRICT;
