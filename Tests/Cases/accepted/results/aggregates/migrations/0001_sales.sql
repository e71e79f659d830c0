CREATE TABLE sale (
  id    TEXT NOT NULL PRIMARY KEY, -- type: UUID
  shop  TEXT NOT NULL,
  price REAL NOT NULL,
  units INTEGER CHECK (units BETWEEN 0 AND 1000000),
  at    INTEGER NOT NULL           -- type: Date
) STRICT;
