-- SQLDelight 5034: syntax newer than the device's SQLite was accepted, and crashed there.
CREATE TABLE score (
  id     TEXT    NOT NULL PRIMARY KEY,
  doc    TEXT    NOT NULL,
  points INTEGER NOT NULL
) STRICT;
