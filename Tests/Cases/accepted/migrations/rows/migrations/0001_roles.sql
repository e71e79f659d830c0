CREATE TABLE role (
  name  TEXT NOT NULL PRIMARY KEY,
  level INTEGER NOT NULL
) STRICT;
INSERT INTO role (name, level) VALUES ('admin', 10), ('guest', 0);
UPDATE role SET level = 1 WHERE name = 'guest';
