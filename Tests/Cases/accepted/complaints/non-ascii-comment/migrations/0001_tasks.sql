-- sqlc 4523, 4235, 4372: a comment that is not ASCII cut the query short. Größe – 日本語 – 👩‍👩‍👧 – é
CREATE TABLE task (
  id   TEXT NOT NULL PRIMARY KEY, -- type: UUID
  size INTEGER NOT NULL           -- Größe ✅
) STRICT;
