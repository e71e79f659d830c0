CREATE TABLE user_account (
  user_id     TEXT    NOT NULL PRIMARY KEY,
  first_name  TEXT    NOT NULL,
  "lastName"  TEXT    NOT NULL,
  HTTP_STATUS INTEGER NOT NULL,
  x2_y        INTEGER NOT NULL
) STRICT;
