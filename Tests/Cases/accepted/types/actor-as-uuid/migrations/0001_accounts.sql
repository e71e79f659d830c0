CREATE TABLE account (
  id    TEXT NOT NULL PRIMARY KEY, -- type: UUID
  owner TEXT NOT NULL,             -- type: UUID
  name  TEXT NOT NULL
) STRICT;
