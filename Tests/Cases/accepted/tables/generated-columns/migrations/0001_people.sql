CREATE TABLE person (
  id      TEXT NOT NULL PRIMARY KEY, -- type: UUID
  first   TEXT NOT NULL,
  last    TEXT NOT NULL,
  full    TEXT NOT NULL GENERATED ALWAYS AS (first || ' ' || last) STORED,
  initial TEXT GENERATED ALWAYS AS (substr(first, 1, 1)) VIRTUAL
) STRICT;
CREATE INDEX person_by_full ON person (full);
