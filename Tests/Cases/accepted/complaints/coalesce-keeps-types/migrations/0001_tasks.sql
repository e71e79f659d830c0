-- SQLDelight 5200, 5413: ifnull, coalesce and CASE lost custom and Boolean types.
CREATE TABLE task (
  id    TEXT NOT NULL PRIMARY KEY, -- type: UUID
  done  INTEGER CHECK (done IN (0, 1)),
  state TEXT CHECK (state IN ('open', 'closed')),
  other TEXT                       -- type: UUID
) STRICT;
