CREATE TABLE person (
  id   TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  role ENUM('a', 'b')
);
CREATE TABLE `group` (
  id   TEXT NOT NULL PRIMARY KEY
) ENGINE=InnoDB;
