-- 🎉 made on Windows
CREATE TABLE line (
  id   TEXT NOT NULL PRIMARY KEY,
  text TEXT NOT NULL -- type: Text
) STRICT;
