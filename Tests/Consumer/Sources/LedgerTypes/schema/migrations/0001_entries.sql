-- Money that came or went.
CREATE TABLE entry (
  id      TEXT    NOT NULL PRIMARY KEY,                    -- type: UUID
  text    TEXT    NOT NULL CHECK (text <> ''),
  cents   INTEGER NOT NULL,
  made_by TEXT    NOT NULL,
  made_at INTEGER NOT NULL                                 -- type: Date
) STRICT;

-- Who may write into the ledger. Its clients do not know.
-- side: server
CREATE TABLE bookkeeper (
  name TEXT NOT NULL PRIMARY KEY
) STRICT;

INSERT INTO bookkeeper (name) VALUES ('ann');
