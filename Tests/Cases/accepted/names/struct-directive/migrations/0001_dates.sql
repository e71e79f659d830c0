-- struct: Appointment
CREATE TABLE date (
  id   TEXT NOT NULL PRIMARY KEY, -- type: UUID
  with TEXT NOT NULL
) STRICT;
-- struct: Person
CREATE TABLE people (
  name TEXT NOT NULL PRIMARY KEY
) STRICT;
