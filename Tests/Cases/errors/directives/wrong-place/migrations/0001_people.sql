-- type: UUID

CREATE TABLE person (
  id   TEXT NOT NULL PRIMARY KEY, -- optional: name
  name TEXT NOT NULL,             -- struct: Name
  a TEXT, b TEXT                  -- type: Data
) STRICT;
