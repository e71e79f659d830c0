CREATE TABLE post (
  id     TEXT    NOT NULL PRIMARY KEY, -- type: UUID
  title  TEXT    NOT NULL,
  body   TEXT,
  length INTEGER NOT NULL,
  rating REAL,
  at     INTEGER NOT NULL              -- type: Date
) STRICT;
