CREATE TABLE seat (
  hall   TEXT    NOT NULL,
  row    INTEGER NOT NULL,
  number INTEGER NOT NULL,
  taken  INTEGER NOT NULL DEFAULT 0 CHECK (taken IN (0, 1)),
  PRIMARY KEY (hall, row, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE reservation (
  id     TEXT    NOT NULL PRIMARY KEY, -- type: UUID
  hall   TEXT    NOT NULL,
  row    INTEGER NOT NULL,
  number INTEGER NOT NULL,
  FOREIGN KEY (hall, row, number) REFERENCES seat(hall, row, number) ON UPDATE CASCADE ON DELETE CASCADE
) STRICT;
