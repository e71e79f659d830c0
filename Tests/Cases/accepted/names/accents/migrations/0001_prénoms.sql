-- Les gens. 👩‍👩‍👧
CREATE TABLE personne (
  id     TEXT NOT NULL PRIMARY KEY, -- type: UUID
  prénom TEXT NOT NULL,             -- Le prénom, « comme il est ».
  名前   TEXT                       -- 日本語
) STRICT;
