CREATE TABLE card (
  id       TEXT NOT NULL PRIMARY KEY, -- type: UUID
  title    TEXT NOT NULL,
  assignee TEXT,
  due      INTEGER                    -- type: Date
) STRICT;
