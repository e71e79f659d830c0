-- What people work on together.
CREATE TABLE project (
  id         TEXT    NOT NULL PRIMARY KEY, -- type: UUID
  name       TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  created_at INTEGER NOT NULL              -- type: Date
) STRICT;

CREATE INDEX project_by_name ON project (name, id);

-- Who is in a project. All that is said of a project is for its members.
CREATE TABLE member (
  project_id TEXT    NOT NULL REFERENCES project(id),
  user_id    TEXT    NOT NULL CHECK (length(user_id) BETWEEN 1 AND 100),
  -- An owner may add and remove members.
  role       TEXT    NOT NULL CHECK (role IN ('owner', 'member')),
  since      INTEGER NOT NULL, -- type: Date
  PRIMARY KEY (project_id, user_id)
) STRICT;

-- Every condition and every read rule asks for the projects of a user.
CREATE INDEX member_by_user ON member (user_id, project_id);
