CREATE TABLE person (
  id    TEXT NOT NULL PRIMARY KEY, -- type: UUID
  name  TEXT NOT NULL,
  age   INTEGER,
  email TEXT,
  born  INTEGER, -- type: Date
  kind  TEXT NOT NULL DEFAULT 'a' CHECK (kind IN ('a', 'b c')),
  ok    INTEGER NOT NULL DEFAULT 0 CHECK (ok IN (0,1))
) STRICT;
