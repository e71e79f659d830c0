CREATE TABLE document (
  id     TEXT NOT NULL PRIMARY KEY, -- type: UUID
  owner  TEXT NOT NULL,
  text   TEXT NOT NULL,
  locked INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0, 1))
) STRICT;
