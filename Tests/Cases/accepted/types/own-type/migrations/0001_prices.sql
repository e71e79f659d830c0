CREATE TABLE price (
  id     TEXT    NOT NULL PRIMARY KEY, -- type: UUID
  amount INTEGER NOT NULL,             -- type: Money
  tip    INTEGER                       -- type: Money
) STRICT;
