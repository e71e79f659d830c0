CREATE TABLE thing (
  id     TEXT NOT NULL PRIMARY KEY, -- type: UUID
  parent TEXT REFERENCES thing(id) ON DELETE SET NULL
) STRICT;
CREATE TABLE packed (
  id    BLOB NOT NULL PRIMARY KEY,  -- type: UUID
  other BLOB                        -- type: UUID
) STRICT;
