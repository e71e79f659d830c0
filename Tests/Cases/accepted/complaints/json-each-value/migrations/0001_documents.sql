-- sqlc 1830, 3802: the columns of json_each.
CREATE TABLE document (
  id   TEXT NOT NULL PRIMARY KEY, -- type: UUID
  tags TEXT NOT NULL DEFAULT '["a", "b"]' CHECK (json_valid(tags))
) STRICT;
