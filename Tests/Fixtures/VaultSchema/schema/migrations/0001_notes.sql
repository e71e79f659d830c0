CREATE TABLE project (
  id   TEXT NOT NULL PRIMARY KEY,                                 -- type: UUID
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60)
) STRICT;

CREATE TABLE member (
  project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
  user_id    TEXT NOT NULL,
  PRIMARY KEY (project_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_by_user ON member (user_id);

CREATE TABLE note (
  id         TEXT    NOT NULL PRIMARY KEY,                        -- type: UUID
  project_id TEXT    NOT NULL REFERENCES project (id) ON DELETE CASCADE,
  body       TEXT    NOT NULL CHECK (length(body) <= 1000),
  author     TEXT    NOT NULL,
  stars      INTEGER NOT NULL DEFAULT 0 CHECK (stars >= 0),
  weight     REAL    NOT NULL DEFAULT 0.0,
  cover      BLOB,
  is_done    INTEGER NOT NULL DEFAULT 0 CHECK (is_done IN (0, 1)),
  due        TEXT,                                                -- type: Date
  written_at INTEGER NOT NULL,                                    -- type: Date
  UNIQUE (project_id, body)
) STRICT;

-- side: server
CREATE TABLE audit (
  id     TEXT NOT NULL PRIMARY KEY,                               -- type: UUID
  secret TEXT NOT NULL UNIQUE
) STRICT;
