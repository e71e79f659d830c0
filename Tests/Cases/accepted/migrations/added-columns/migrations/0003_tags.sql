CREATE TABLE tag (
  note_id TEXT NOT NULL REFERENCES note(id) ON DELETE CASCADE,
  name    TEXT NOT NULL,
  PRIMARY KEY (note_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_by_name ON tag (name);
