CREATE TABLE invitation (
  id       TEXT    NOT NULL PRIMARY KEY, -- type: UUID
  email    TEXT    NOT NULL CONSTRAINT email_has_an_at CHECK (instr(email, '@') > 1),
  inviter  TEXT    NOT NULL,
  accepted INTEGER NOT NULL DEFAULT 0 CHECK (accepted IN (0, 1)),
  UNIQUE (email)
) STRICT;

-- side: server
CREATE TABLE plan (
  user_id TEXT    NOT NULL PRIMARY KEY,
  seats   INTEGER NOT NULL CONSTRAINT seats_left CHECK (seats >= 0)
) STRICT;
