CREATE TABLE person (
  id   TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;
CREATE VIEW names AS SELECT nam FROM person;
CREATE VIEW pairs (a, b, c) AS SELECT id, name FROM person;
CREATE VIEW fine AS SELECT name FROM person;
