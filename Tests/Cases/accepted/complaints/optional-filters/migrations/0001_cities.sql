-- sqlc 3414, 3118: filters that may be left out.
CREATE TABLE city (
  slug    TEXT    NOT NULL PRIMARY KEY,
  country TEXT    NOT NULL,
  size    INTEGER
) STRICT;
