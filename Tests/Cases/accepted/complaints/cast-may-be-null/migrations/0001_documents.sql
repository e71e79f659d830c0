-- sqlc 3688: a CAST of NULL is NULL.
CREATE TABLE document (
  id    TEXT NOT NULL PRIMARY KEY, -- type: UUID
  pages TEXT,
  title TEXT NOT NULL
) STRICT;
