CREATE TABLE ticket (
  id     TEXT NOT NULL PRIMARY KEY,
  status TEXT NOT NULL CHECK (status IN ('open', 'done')) -- type: Status
) STRICT;
CREATE TABLE project (
  id     TEXT NOT NULL PRIMARY KEY,
  status TEXT NOT NULL CHECK (status IN ('open', 'archived')) -- type: Status
) STRICT;
