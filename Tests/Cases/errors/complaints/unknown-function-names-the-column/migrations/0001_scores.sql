-- SQLDelight 5820: "Cannot bind unknown types or null" without a place.
CREATE TABLE score (
  id     TEXT    NOT NULL PRIMARY KEY,
  points INTEGER NOT NULL
) STRICT;
