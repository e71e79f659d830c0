CREATE TABLE ticket (
  id     TEXT NOT NULL PRIMARY KEY,
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done'))
) STRICT;
