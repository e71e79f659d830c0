CREATE TABLE person (
  id   TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;
INSERT INTO person (id) VALUES ('root');
UPDATE person SET nam = 'x';
SELECT * FROM person;
BEGIN;
