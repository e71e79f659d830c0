CREATE TABLE person (
  id   TEXT NOT NULL PRIMARY KEY, -- tpye: UUID
  -- Note: this is a comment for readers
  name TEXT NOT NULL              -- typ: String
) STRICT;
