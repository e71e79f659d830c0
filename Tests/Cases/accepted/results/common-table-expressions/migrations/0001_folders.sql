CREATE TABLE folder (
  id        TEXT NOT NULL PRIMARY KEY, -- type: UUID
  parent_id TEXT REFERENCES folder(id) ON DELETE CASCADE,
  name      TEXT NOT NULL
) STRICT;
