CREATE TABLE task (
  id       TEXT NOT NULL PRIMARY KEY, -- type: UUID
  status   TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done')),
  previous TEXT CHECK (previous IN ('open', 'done')) -- type: Status
) STRICT;
CREATE TABLE task_event (
  task_id TEXT    NOT NULL REFERENCES task(id) ON DELETE CASCADE,
  number  INTEGER NOT NULL,
  status  TEXT    NOT NULL CHECK (status IN ('done', 'open')),
  PRIMARY KEY (task_id, number)
) STRICT;
CREATE TABLE project (
  id    TEXT NOT NULL PRIMARY KEY, -- type: UUID
  phase TEXT NOT NULL CHECK (phase IN ('plan', 'build'))
) STRICT;
CREATE TABLE machine (
  id    TEXT NOT NULL PRIMARY KEY, -- type: UUID
  phase TEXT NOT NULL CHECK (phase IN ('solid', 'liquid', 'gas'))
) STRICT;
