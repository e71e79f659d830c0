CREATE TABLE person (
  id      TEXT    NOT NULL PRIMARY KEY, -- type: UUID?
  name    TEXT    NOT NULL,             -- type: [String]
  age     TEXT    NOT NULL,             -- type: Int
  born    BLOB    NOT NULL,             -- type: Date
  home    INTEGER,                      -- type: URL
  picture TEXT,                         -- type: Data
  flag    TEXT,                         -- type: Bool
  colour  TEXT                          -- type: rgb(1)
) STRICT;
