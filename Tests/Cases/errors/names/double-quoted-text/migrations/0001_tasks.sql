CREATE TABLE task (
  id    TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('open', 'done'))
) STRICT;
