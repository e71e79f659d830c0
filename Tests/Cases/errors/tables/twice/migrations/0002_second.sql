CREATE TABLE Thing (
  id TEXT NOT NULL PRIMARY KEY
) STRICT;
CREATE INDEX things ON thing (idd);
CREATE INDEX other ON thong (id);
