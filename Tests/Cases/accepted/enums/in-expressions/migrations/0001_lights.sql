CREATE TABLE light (
  id     TEXT NOT NULL PRIMARY KEY, -- type: UUID
  colour TEXT NOT NULL CHECK (colour IN ('red', 'amber', 'green')),
  next   TEXT CHECK (next IN ('red', 'amber', 'green')) -- type: Colour
) STRICT;
