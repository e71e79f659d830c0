CREATE TABLE card (
  id       TEXT NOT NULL PRIMARY KEY, -- type: UUID
  title    TEXT NOT NULL,
  priority INTEGER NOT NULL DEFAULT 0 CHECK (priority IN (0, 1, 2)), -- cases: low, medium, high
  due      TEXT                       -- type: Date
) STRICT;
