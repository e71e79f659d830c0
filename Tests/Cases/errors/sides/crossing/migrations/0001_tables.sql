CREATE TABLE note (
  id   TEXT NOT NULL PRIMARY KEY, -- type: UUID
  text TEXT NOT NULL
) STRICT;
-- side: server
CREATE TABLE audit (
  id      TEXT NOT NULL PRIMARY KEY, -- type: UUID
  note_id TEXT NOT NULL REFERENCES note(id)
) STRICT;
-- side: client
CREATE TABLE draft (
  id   TEXT NOT NULL PRIMARY KEY, -- type: UUID
  text TEXT NOT NULL
) STRICT;
