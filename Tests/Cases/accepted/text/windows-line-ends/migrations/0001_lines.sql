-- A line. 🎉
CREATE TABLE line (
  id   TEXT NOT NULL PRIMARY KEY, -- type: UUID
  text TEXT NOT NULL
) STRICT;
