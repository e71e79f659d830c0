CREATE TABLE card (
  id       TEXT    NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL,
  salt     BLOB
) STRICT;
