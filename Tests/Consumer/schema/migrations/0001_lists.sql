-- A list that people shop from together.
CREATE TABLE list (
  id         TEXT    NOT NULL PRIMARY KEY,                 -- type: UUID
  name       TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  created_at INTEGER NOT NULL                              -- type: Date
) STRICT;

-- Something to buy; a list has each product once.
CREATE TABLE entry (
  list_id   TEXT    NOT NULL REFERENCES list(id) ON DELETE CASCADE,
  product   TEXT    NOT NULL CHECK (length(product) BETWEEN 1 AND 80),
  amount    INTEGER NOT NULL DEFAULT 1 CHECK (amount BETWEEN 1 AND 1000),
  unit      TEXT    NOT NULL DEFAULT 'piece' CHECK (unit IN ('piece', 'gram', 'litre')),
  note      TEXT,
  bought_at INTEGER,                                       -- type: Date
  PRIMARY KEY (list_id, product)
) STRICT, WITHOUT ROWID;
