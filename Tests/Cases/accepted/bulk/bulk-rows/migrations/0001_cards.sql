CREATE TABLE card (
  id       TEXT    NOT NULL PRIMARY KEY, -- type: UUID
  title    TEXT    NOT NULL,
  weight   REAL    NOT NULL DEFAULT 0,
  done     INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
  due      INTEGER,                      -- type: Date
  state    TEXT    NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'old'))
) STRICT;
