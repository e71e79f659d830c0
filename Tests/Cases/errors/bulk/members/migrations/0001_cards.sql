CREATE TABLE card (
  id    TEXT NOT NULL PRIMARY KEY, -- type: UUID
  title TEXT NOT NULL,
  photo BLOB
) STRICT;
