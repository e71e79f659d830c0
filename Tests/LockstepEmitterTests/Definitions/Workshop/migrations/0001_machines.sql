-- A machine in the workshop.
--
-- Text that literals must get right: "quotes", a \, """three""", 'é', 日本.
CREATE TABLE machine (
  id        BLOB    NOT NULL PRIMARY KEY,                  -- type: UUID
  name      TEXT    NOT NULL,                              -- What people call it.
  "default" INTEGER NOT NULL DEFAULT 0 CHECK ("default" IN (0, 1)),
  priority  INTEGER NOT NULL DEFAULT 1 CHECK (priority IN (0, 1, 2)), -- cases: low, medium, high
  state     TEXT    NOT NULL DEFAULT 'idle' CHECK (state IN ('idle', 'running', 'out of order', 'in')),
  power     REAL,
  manual    TEXT,                                          -- type: URL
  photo     BLOB,
  price     INTEGER,                                       -- type: Money
  bought_at REAL    NOT NULL,                              -- type: Date
  serviced  TEXT,                                          -- type: Date
  seen_at   INTEGER,                                       -- type: Date
  row       TEXT    NOT NULL DEFAULT 'it''s a "\" and a """',
  label     TEXT    GENERATED ALWAYS AS (name || ' \ ' || state) STORED
) STRICT;

-- A part of a machine.
CREATE TABLE part (
  machine_id BLOB    NOT NULL REFERENCES machine(id) ON DELETE CASCADE,
  number     INTEGER NOT NULL,
  note       TEXT,
  PRIMARY KEY (machine_id, number)
) STRICT, WITHOUT ROWID;
