CREATE TABLE reading (
  sensor TEXT    NOT NULL,
  at     INTEGER NOT NULL,
  value  REAL    NOT NULL,
  PRIMARY KEY (sensor, at)
) STRICT, WITHOUT ROWID;
