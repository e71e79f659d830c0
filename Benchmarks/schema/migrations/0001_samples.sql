-- A row of eight columns, five of them text.
CREATE TABLE sample (
  id    INTEGER NOT NULL PRIMARY KEY,
  title TEXT    NOT NULL,
  body  TEXT    NOT NULL,
  owner TEXT    NOT NULL,
  state TEXT    NOT NULL,
  note  TEXT    NOT NULL,
  count INTEGER NOT NULL,
  score REAL    NOT NULL
) STRICT;

CREATE TABLE issue (
  id          TEXT    NOT NULL PRIMARY KEY,                       -- type: UUID
  title       TEXT    NOT NULL,
  description TEXT    NOT NULL,
  status      TEXT    NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'doing', 'done')),
  owner       TEXT    NOT NULL,
  created_at  INTEGER NOT NULL                                    -- type: Date
) STRICT;
