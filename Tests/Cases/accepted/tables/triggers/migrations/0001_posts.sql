CREATE TABLE post (
  id      TEXT NOT NULL PRIMARY KEY, -- type: UUID
  text    TEXT NOT NULL,
  edits   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE tally (
  name  TEXT NOT NULL PRIMARY KEY,
  count INTEGER NOT NULL
) STRICT;
INSERT INTO tally (name, count) VALUES ('posts', 0);
CREATE TRIGGER post_counted AFTER INSERT ON post BEGIN
  UPDATE tally SET count = count + 1 WHERE name = 'posts';
END;
CREATE TRIGGER post_edited AFTER UPDATE OF text ON post WHEN old.text <> new.text BEGIN
  UPDATE post SET edits = old.edits + 1 WHERE id = new.id;
END;
CREATE TRIGGER post_kept BEFORE DELETE ON post WHEN old.edits > 3 BEGIN
  SELECT RAISE(ABORT, 'it has been edited too often');
END;
