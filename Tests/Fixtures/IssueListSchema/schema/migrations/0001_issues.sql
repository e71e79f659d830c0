-- A thing to be done, and how far it got.
CREATE TABLE issue (
  id          TEXT    NOT NULL PRIMARY KEY,                       -- type: UUID
  title       TEXT    NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  description TEXT    NOT NULL,
  status      TEXT    NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'doing', 'done')),
  owner       TEXT    NOT NULL,
  created_at  INTEGER NOT NULL                                    -- type: Date
) STRICT;

CREATE INDEX issue_by_age ON issue (created_at, id);
