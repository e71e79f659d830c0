-- side server
CREATE TABLE person (
  id   TEXT NOT NULL PRIMARY KEY, -- type UUID
  name TEXT NOT NULL
) STRICT;
