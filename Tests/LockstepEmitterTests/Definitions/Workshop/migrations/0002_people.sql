-- Who works here; the table's key has another name than `id`.
CREATE TABLE person (
  user_name TEXT NOT NULL PRIMARY KEY,
  since     TEXT NOT NULL                                  -- type: Date
) STRICT;

ALTER TABLE part ADD COLUMN made_by TEXT REFERENCES person(user_name);
