CREATE TABLE event (
  id       TEXT    NOT NULL PRIMARY KEY, -- type: UUID
  millis   INTEGER NOT NULL,             -- type: Date
  seconds  REAL    NOT NULL,             -- type: Date
  text     TEXT    NOT NULL,             -- type: Date
  a_millis INTEGER,                      -- type: Date
  a_text   TEXT                          -- type: Date
) STRICT;
