-- sqlc 2997, 3240; SQLDelight 4069, 1332: a struct within a row that an outer join may leave without one.
CREATE TABLE team (
  id   TEXT NOT NULL PRIMARY KEY, -- type: UUID
  name TEXT NOT NULL
) STRICT;
CREATE TABLE player (
  id      TEXT NOT NULL PRIMARY KEY, -- type: UUID
  team_id TEXT REFERENCES team(id) ON DELETE SET NULL,
  nick    TEXT
) STRICT;
