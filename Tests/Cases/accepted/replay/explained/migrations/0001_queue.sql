CREATE TABLE job (
  id       TEXT    NOT NULL PRIMARY KEY, -- type: UUID
  priority INTEGER NOT NULL,
  state    TEXT    NOT NULL DEFAULT 'new',
  weight   REAL    NOT NULL DEFAULT 0
) STRICT;
