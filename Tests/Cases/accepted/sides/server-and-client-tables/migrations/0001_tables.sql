CREATE TABLE note (
  id   TEXT NOT NULL PRIMARY KEY, -- type: UUID
  text TEXT NOT NULL
) STRICT;
-- side: server
CREATE TABLE audit (
  id   TEXT    NOT NULL PRIMARY KEY, -- type: UUID
  who  TEXT    NOT NULL,
  at   INTEGER NOT NULL              -- type: Date
) STRICT;
-- side: client
CREATE TABLE selection (
  note_id TEXT NOT NULL PRIMARY KEY, -- type: UUID
  at      INTEGER NOT NULL           -- type: Date
) STRICT;
