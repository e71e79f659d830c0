-- sqlc 1830: what json_each gives has no type of its own.
CREATE TABLE score (
  id   TEXT NOT NULL PRIMARY KEY,
  tags TEXT NOT NULL
) STRICT;
