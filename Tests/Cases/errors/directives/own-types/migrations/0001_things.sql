CREATE TABLE thing (
  id    TEXT NOT NULL PRIMARY KEY, -- type: Uuid
  name  TEXT NOT NULL,             -- type: string
  price INTEGER NOT NULL,          -- type: money
  size  INTEGER NOT NULL           -- type: Shop.Size
) STRICT;
