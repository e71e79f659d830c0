-- sqlc 3667, 2806, 3269: columns of an outer joined subquery, and of a table joined with itself, may be missing.
CREATE TABLE team (
  id     TEXT NOT NULL PRIMARY KEY, -- type: UUID
  name   TEXT NOT NULL,
  parent TEXT REFERENCES team(id) ON DELETE SET NULL
) STRICT;
