-- sqlc has one statement a name; here they are one transaction.
CREATE TABLE person (
  id    TEXT NOT NULL PRIMARY KEY, -- type: UUID
  name  TEXT NOT NULL
) STRICT;
CREATE TABLE greeting (
  person_id TEXT NOT NULL PRIMARY KEY REFERENCES person(id) ON DELETE CASCADE,
  text      TEXT NOT NULL
) STRICT;
