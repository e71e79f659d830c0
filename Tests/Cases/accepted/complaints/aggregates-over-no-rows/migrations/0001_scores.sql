-- sqlc scored these NOT NULL; SQLDelight 3143, 6211, 6081: an aggregate over no rows is NULL, one per group is not.
CREATE TABLE score (
  id     TEXT NOT NULL PRIMARY KEY, -- type: UUID
  player TEXT NOT NULL,
  points INTEGER NOT NULL CHECK (points BETWEEN -1000000 AND 1000000)
) STRICT;
