CREATE TABLE ticket (
  id     TEXT NOT NULL PRIMARY KEY, -- type: UUID
  state  TEXT NOT NULL DEFAULT 'in progress'
         CHECK (state IN ('in progress', 'default', 'done!', 'Won''t fix', 'größe', 'case', 'self')),
  factor TEXT CHECK (factor IN ('', '2fa', 'sms')), -- cases: none, twoFactor, sms
  level  INTEGER NOT NULL DEFAULT 0 CHECK (level IN (-1, 0, 10)) -- cases: low, normal, high
) STRICT;
