-- SQLDelight 5171: ROW_NUMBER ended in an exception without a message.
CREATE TABLE task (
  id TEXT NOT NULL PRIMARY KEY -- type: UUID
) STRICT;
