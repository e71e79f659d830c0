-- side: nowhere
CREATE TABLE odd (
  id TEXT NOT NULL PRIMARY KEY
) STRICT;
-- side: Server
CREATE TABLE even (
  id TEXT NOT NULL PRIMARY KEY
) STRICT;
