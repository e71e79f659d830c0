CREATE TABLE person (
  id         TEXT NOT NULL PRIMARY KEY,
  name       TEXT NOT NULL,
  manager_id TEXT REFERENCES person(id)
) STRICT;
