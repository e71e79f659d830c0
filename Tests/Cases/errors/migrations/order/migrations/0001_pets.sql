CREATE TABLE pet (
  id       TEXT NOT NULL PRIMARY KEY,
  owner_id TEXT NOT NULL REFERENCES person(id)
) STRICT;
CREATE INDEX pet_owner ON pet (owner_name);
