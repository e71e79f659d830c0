CREATE TABLE "group" (
  "in"      TEXT    NOT NULL PRIMARY KEY,
  "default" INTEGER NOT NULL,
  super     TEXT    NOT NULL,
  init      TEXT    NOT NULL,
  [for]     TEXT,
  `where`   TEXT,
  "a ""b"""  TEXT
) STRICT;
