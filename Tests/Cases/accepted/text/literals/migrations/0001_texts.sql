CREATE TABLE text (
  id     INTEGER NOT NULL PRIMARY KEY,
  quoted TEXT NOT NULL DEFAULT 'it''s "quoted" -- not a comment; \ """ 🎉',
  hex    BLOB NOT NULL DEFAULT x'00ff',
  number REAL NOT NULL DEFAULT -1.5e3,
  large  INTEGER NOT NULL DEFAULT 0x7fffffffffffffff
) STRICT;
