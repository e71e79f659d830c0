CREATE TABLE note (
  id    BLOB NOT NULL PRIMARY KEY, -- type: UUID
  photo BLOB
) STRICT;
