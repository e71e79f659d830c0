CREATE TABLE item (
  id   TEXT NOT NULL PRIMARY KEY, -- type: UUID
  list TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE TABLE archived (
  id   TEXT NOT NULL PRIMARY KEY, -- type: UUID
  text TEXT NOT NULL,
  at   INTEGER NOT NULL           -- type: Date
) STRICT;
