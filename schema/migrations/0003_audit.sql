-- Who did what: a row for each mutation, in the order in which the server applied them. No client has it.
-- side: server
CREATE TABLE audit (
  at         INTEGER NOT NULL PRIMARY KEY, -- type: Date
  actor      TEXT    NOT NULL,
  action     TEXT    NOT NULL,
  project_id TEXT    NOT NULL,             -- type: UUID
  issue_id   TEXT,                         -- type: UUID
  user_id    TEXT                          -- Whose membership it is about.
) STRICT;

CREATE INDEX audit_by_project ON audit (project_id, at);
