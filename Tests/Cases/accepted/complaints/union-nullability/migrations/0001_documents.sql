-- sqlc 4455: every arm counts.
CREATE TABLE document (
  id    TEXT NOT NULL PRIMARY KEY, -- type: UUID
  title TEXT NOT NULL,
  note  TEXT
) STRICT;
