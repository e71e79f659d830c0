-- One column of each kind, with and without NULL.
CREATE TABLE sample (
  id      INTEGER NOT NULL PRIMARY KEY,
  whole   INTEGER NOT NULL,
  real    REAL    NOT NULL,
  text    TEXT    NOT NULL,
  blob    BLOB    NOT NULL,
  a_whole INTEGER,
  a_real  REAL,
  a_text  TEXT,
  a_blob  BLOB
) STRICT;
