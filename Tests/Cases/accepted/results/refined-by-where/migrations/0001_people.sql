CREATE TABLE person (
  id      TEXT NOT NULL PRIMARY KEY, -- type: UUID
  email   TEXT,
  boss_id TEXT REFERENCES person(id) ON DELETE SET NULL
) STRICT;
