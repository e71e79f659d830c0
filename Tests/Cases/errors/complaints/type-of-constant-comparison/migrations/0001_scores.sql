-- sqlc 2742: a parameter that meets a constant only.
CREATE TABLE score (
  id     TEXT    NOT NULL PRIMARY KEY,
  points INTEGER NOT NULL
) STRICT;
