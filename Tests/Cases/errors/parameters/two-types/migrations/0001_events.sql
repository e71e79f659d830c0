CREATE TABLE event (
  id     TEXT    NOT NULL PRIMARY KEY,  -- type: UUID
  name   TEXT    NOT NULL,
  starts INTEGER NOT NULL,              -- type: Date
  size   INTEGER NOT NULL
) STRICT;
