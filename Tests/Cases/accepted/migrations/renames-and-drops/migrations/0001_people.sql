CREATE TABLE persons (
  id    TEXT NOT NULL PRIMARY KEY, -- type: UUID
  nick  TEXT NOT NULL,
  fax   TEXT
) STRICT;
CREATE TABLE pager (
  number TEXT NOT NULL PRIMARY KEY
) STRICT;
CREATE INDEX person_by_nick ON persons (nick);
CREATE VIEW nicks AS SELECT nick FROM persons;
