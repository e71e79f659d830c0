-- The tables are those of an app that had them before: ids are 16 bytes, as GRDB stores them.
CREATE TABLE habit (
  id         BLOB    NOT NULL PRIMARY KEY, -- type: UUID
  owner_id   TEXT    NOT NULL,             -- type: UUID
  name       TEXT    NOT NULL CHECK (length(name) > 0),
  schedule   TEXT    NOT NULL,             -- type: Schedule
  archived   INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
  created_at TEXT    NOT NULL,             -- type: Date
  UNIQUE (owner_id, name)
);

-- How often a habit was done on a day.
CREATE TABLE tick (
  habit_id BLOB    NOT NULL REFERENCES habit(id) ON DELETE CASCADE,
  day      TEXT    NOT NULL,               -- The local calendar day, YYYY-MM-DD, made by the app.
  count    INTEGER NOT NULL DEFAULT 1 CHECK (count BETWEEN 0 AND 1000000),
  PRIMARY KEY (habit_id, day)
) WITHOUT ROWID;
CREATE INDEX tick_by_day ON tick (day);
