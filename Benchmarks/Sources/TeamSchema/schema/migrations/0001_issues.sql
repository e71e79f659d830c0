CREATE TABLE member (
  project_id INTEGER NOT NULL,
  user_id    TEXT    NOT NULL,
  PRIMARY KEY (project_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_by_user ON member (user_id);

CREATE TABLE issue (
  id         INTEGER NOT NULL PRIMARY KEY,
  project_id INTEGER NOT NULL,
  title      TEXT    NOT NULL
) STRICT;
