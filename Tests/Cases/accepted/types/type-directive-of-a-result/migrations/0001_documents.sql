CREATE TABLE document (
  id   TEXT NOT NULL PRIMARY KEY, -- type: UUID
  body TEXT NOT NULL DEFAULT '{"title": "none", "pages": 3}' CHECK (json_valid(body))
) STRICT;
