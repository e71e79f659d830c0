CREATE TABLE link (
  url     TEXT    NOT NULL PRIMARY KEY,                        -- type: URL
  visited INTEGER NOT NULL DEFAULT 0 CHECK (visited IN (0, 1)),
  hidden  INTEGER CHECK (hidden IN (0, 1) OR hidden IS NULL),
  pinned  INTEGER NOT NULL DEFAULT 0                           -- type: Bool
) STRICT;
