-- SQLDelight: every column of a STRICT table but the key was nullable.
CREATE TABLE strict_table (
  id   TEXT NOT NULL PRIMARY KEY, -- type: UUID
  a    INTEGER NOT NULL,
  b    REAL NOT NULL,
  c    BLOB
) STRICT;
