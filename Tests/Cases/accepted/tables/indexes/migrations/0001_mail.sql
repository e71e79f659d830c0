CREATE TABLE mail (
  id      TEXT NOT NULL PRIMARY KEY, -- type: UUID
  address TEXT NOT NULL,
  subject TEXT NOT NULL,
  read_at INTEGER                    -- type: Date
) STRICT;
CREATE UNIQUE INDEX mail_address ON mail (address, subject COLLATE NOCASE DESC);
CREATE INDEX unread ON mail (address) WHERE read_at IS NULL;
CREATE INDEX mail_lower ON mail (lower(subject));
