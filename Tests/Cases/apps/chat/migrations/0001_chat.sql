CREATE TABLE channel (
  id   TEXT NOT NULL PRIMARY KEY, -- type: UUID
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE membership (
  channel_id   TEXT    NOT NULL REFERENCES channel(id) ON DELETE CASCADE,
  user_id      TEXT    NOT NULL,
  last_read_at INTEGER NOT NULL DEFAULT 0, -- type: Date
  PRIMARY KEY (channel_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_by_user ON membership (user_id);

CREATE TABLE message (
  id          TEXT    NOT NULL PRIMARY KEY,  -- type: UUID
  channel_id  TEXT    NOT NULL REFERENCES channel(id) ON DELETE CASCADE,
  author      TEXT    NOT NULL,
  text        TEXT    NOT NULL,
  reply_to    TEXT    REFERENCES message(id) ON DELETE SET NULL,
  attachments TEXT    NOT NULL DEFAULT '[]', -- type: Attachments
  sent_at     INTEGER NOT NULL,              -- type: Date
                                             -- When the server took it: a message written offline is sorted where the
                                             -- others see it arrive.
  edited_at   INTEGER,                       -- type: Date
  deleted_at  INTEGER                        -- type: Date
) STRICT;
CREATE INDEX message_window ON message (channel_id, sent_at DESC, id DESC);

-- side: server
CREATE TABLE moderation (
  id         TEXT NOT NULL PRIMARY KEY,      -- type: UUID
  message_id TEXT NOT NULL,                  -- type: UUID
  reporter   TEXT NOT NULL,
  reason     TEXT NOT NULL
) STRICT;

-- What is being written here and not sent.
-- side: client
CREATE TABLE draft (
  channel_id TEXT NOT NULL PRIMARY KEY,      -- type: UUID
  text       TEXT NOT NULL
) STRICT;
