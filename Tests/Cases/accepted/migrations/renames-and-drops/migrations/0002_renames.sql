DROP VIEW nicks;
DROP TABLE pager;
ALTER TABLE persons RENAME TO person;
ALTER TABLE person RENAME COLUMN nick TO name;
ALTER TABLE person DROP COLUMN fax;
DROP INDEX person_by_nick;
CREATE UNIQUE INDEX person_by_name ON person (name);
