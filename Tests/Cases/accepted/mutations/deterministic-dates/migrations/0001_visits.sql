CREATE TABLE visit (
  id    TEXT NOT NULL PRIMARY KEY, -- type: UUID
  at    INTEGER NOT NULL,          -- type: Date
  day   TEXT NOT NULL,
  later TEXT
) STRICT;
