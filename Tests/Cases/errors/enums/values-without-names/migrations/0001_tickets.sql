CREATE TABLE ticket (
  id       TEXT    NOT NULL PRIMARY KEY,
  priority INTEGER NOT NULL CHECK (priority IN (1, 2, 3)),
  level    INTEGER NOT NULL CHECK (level IN (1, 2, 3)), -- cases: low, high
  sign     TEXT    NOT NULL CHECK (sign IN ('+', '-')),
  spelling TEXT    NOT NULL CHECK (spelling IN ('in progress', 'in_progress')),
  free     INTEGER NOT NULL                             -- cases: a, b
) STRICT;
