CREATE TABLE project (
  id   TEXT NOT NULL PRIMARY KEY, -- type: UUID
  name TEXT NOT NULL
) STRICT;
CREATE TABLE member (
  project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
  user_id    TEXT NOT NULL,
  PRIMARY KEY (project_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_by_user ON member (user_id);
CREATE TABLE issue (
  id         TEXT NOT NULL PRIMARY KEY, -- type: UUID
  project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
  owner      TEXT NOT NULL
) STRICT;
CREATE TABLE remark (
  id       TEXT NOT NULL PRIMARY KEY, -- type: UUID
  issue_id TEXT NOT NULL REFERENCES issue(id) ON DELETE CASCADE,
  text     TEXT NOT NULL
) STRICT;
-- read: everyone
CREATE TABLE label (
  name TEXT NOT NULL PRIMARY KEY
) STRICT;
