-- A thing to be done, and how far it got.
CREATE TABLE issue (
  id          TEXT    NOT NULL PRIMARY KEY, -- type: UUID
  project_id  TEXT    NOT NULL REFERENCES project(id),
  title       TEXT    NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  description TEXT    NOT NULL,
  status      TEXT    NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'doing', 'done')),
  owner       TEXT    NOT NULL,             -- Whoever opened it.
  created_at  INTEGER NOT NULL              -- type: Date
) STRICT;

CREATE INDEX issue_by_age ON issue (created_at, id);
CREATE INDEX issue_by_project ON issue (project_id, created_at, id);

-- What somebody had to say about an issue.
CREATE TABLE comment (
  id         TEXT    NOT NULL PRIMARY KEY, -- type: UUID
  issue_id   TEXT    NOT NULL REFERENCES issue(id),
  author     TEXT    NOT NULL,
  text       TEXT    NOT NULL CHECK (length(text) BETWEEN 1 AND 10000),
  created_at INTEGER NOT NULL              -- type: Date
) STRICT;

CREATE INDEX comment_by_issue ON comment (issue_id, created_at, id);
