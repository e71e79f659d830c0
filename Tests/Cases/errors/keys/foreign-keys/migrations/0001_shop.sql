CREATE TABLE product (
  id   TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL,
  size INTEGER NOT NULL
) STRICT;
CREATE TABLE line (
  id      TEXT NOT NULL PRIMARY KEY,
  a       TEXT NOT NULL REFERENCES prodct(id),
  b       TEXT NOT NULL REFERENCES product(idd),
  c       TEXT NOT NULL REFERENCES product(code),
  d       INTEGER NOT NULL REFERENCES product(id)
) STRICT;
