CREATE TABLE note (
  id         TEXT    NOT NULL PRIMARY KEY,
  owner      TEXT    NOT NULL,
  created_at INTEGER NOT NULL -- type: Date
) STRICT;
