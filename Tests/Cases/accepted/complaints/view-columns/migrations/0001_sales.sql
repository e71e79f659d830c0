-- Lighter: every column of a view was an optional String.
CREATE TABLE sale (
  id    TEXT NOT NULL PRIMARY KEY, -- type: UUID
  shop  TEXT NOT NULL,
  cents INTEGER NOT NULL CHECK (cents BETWEEN 0 AND 1000000),
  at    INTEGER NOT NULL           -- type: Date
) STRICT;
CREATE VIEW shop_total AS SELECT shop, sum(cents) AS cents, max(at) AS latest FROM sale GROUP BY shop;
