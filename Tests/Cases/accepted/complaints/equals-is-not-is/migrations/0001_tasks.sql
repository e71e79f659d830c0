-- SQLDelight 1490, 2023: `=` silently became IS for nil. Here the parameter of `=` is not optional, that of IS is.
CREATE TABLE task (
  id    TEXT NOT NULL PRIMARY KEY, -- type: UUID
  owner TEXT
) STRICT;
