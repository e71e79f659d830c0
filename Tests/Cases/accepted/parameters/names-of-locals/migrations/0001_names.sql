-- Arguments with the names that generated functions use themselves.
CREATE TABLE name (
  id         TEXT NOT NULL PRIMARY KEY, -- type: UUID
  connection TEXT NOT NULL,
  side       TEXT NOT NULL,
  context    TEXT NOT NULL,
  json       TEXT NOT NULL,
  key        TEXT NOT NULL,
  generator  TEXT NOT NULL,
  row        TEXT NOT NULL,
  value      TEXT NOT NULL,
  statement  TEXT NOT NULL
) STRICT;
