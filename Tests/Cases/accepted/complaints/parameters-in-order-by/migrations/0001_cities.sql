-- sqlc 3788, 4211, 2061: parameters in ORDER BY were lost.
CREATE TABLE city (
  slug TEXT    NOT NULL PRIMARY KEY,
  size INTEGER NOT NULL
) STRICT;
