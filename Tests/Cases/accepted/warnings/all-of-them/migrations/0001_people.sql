CREATE TABLE person (
  id   TEXT NOT NULL PRIMARY KEY, -- type: UUID
  name TEXT NOT NULL,
  age  INTEGER NOT NULL,
  fax  TEXT
) STRICT;
CREATE INDEX person_by_name ON person (name);
CREATE INDEX person_by_name_again ON person (name);
CREATE TABLE pager (
  number TEXT NOT NULL PRIMARY KEY
) STRICT;
