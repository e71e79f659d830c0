CREATE TABLE profile (
  id       TEXT NOT NULL PRIMARY KEY, -- type: UUID
  name     TEXT NOT NULL,
  website  TEXT,                      -- type: URL
  born     TEXT,                      -- type: Date
  newsletter INTEGER NOT NULL DEFAULT 0 CHECK (newsletter IN (0, 1))
) STRICT;
