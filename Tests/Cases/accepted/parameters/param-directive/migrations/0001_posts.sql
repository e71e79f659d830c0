CREATE TABLE post (
  id TEXT    NOT NULL PRIMARY KEY, -- type: UUID
  at INTEGER NOT NULL              -- type: Date
) STRICT;
