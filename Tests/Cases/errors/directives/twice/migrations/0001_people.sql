CREATE TABLE person (
  id   TEXT NOT NULL PRIMARY KEY, -- type: UUID
                                  -- type: String
  name TEXT NOT NULL
) STRICT;
