-- sqlc 2452, 3327: a list before another parameter bound the wrong values, and a list used twice lost its second half.
CREATE TABLE city (
  slug TEXT    NOT NULL PRIMARY KEY,
  name TEXT    NOT NULL,
  size INTEGER NOT NULL
) STRICT;
