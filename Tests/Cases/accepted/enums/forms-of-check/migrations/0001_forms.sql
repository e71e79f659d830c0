CREATE TABLE form (
  id     INTEGER NOT NULL PRIMARY KEY,
  chain  TEXT NOT NULL CHECK (chain = 'a' OR 'b' = chain OR chain = 'c'),
  nulls  TEXT CHECK (nulls IS NULL OR nulls IN ('x', 'y')),
  both   TEXT NOT NULL CHECK (length(both) < 9 AND both IN ('short', 'longer')),
  table_check TEXT NOT NULL,
  named  TEXT NOT NULL CONSTRAINT named_values CHECK (named IN ('one', 'two')),
  CHECK (table_check IN ('left', 'right'))
) STRICT;
