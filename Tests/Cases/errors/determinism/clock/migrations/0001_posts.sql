CREATE TABLE post (
  id        TEXT NOT NULL PRIMARY KEY,
  text      TEXT NOT NULL,
  posted    TEXT NOT NULL,
  edited    TEXT,
  seen      TEXT DEFAULT CURRENT_TIMESTAMP,
  published REAL
) STRICT;
