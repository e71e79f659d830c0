-- A table that nothing asks for and nothing changes.
CREATE TABLE thing (id TEXT NOT NULL PRIMARY KEY) STRICT;
