CREATE TABLE account (
  id      TEXT    NOT NULL PRIMARY KEY, -- type: UUID
  balance INTEGER NOT NULL DEFAULT 0 CHECK (balance BETWEEN -1000000 AND 1000000)
) STRICT;
CREATE TABLE transfer (
  id     TEXT    NOT NULL PRIMARY KEY,  -- type: UUID
  source TEXT    NOT NULL REFERENCES account(id),
  target TEXT    NOT NULL REFERENCES account(id),
  cents  INTEGER NOT NULL CHECK (cents > 0),
  at     INTEGER NOT NULL,              -- type: Date
  CHECK (source <> target)
) STRICT;
