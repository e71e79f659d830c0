CREATE TABLE person (
  id   TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) > 0
) STRICT;
