-- 👩‍👩‍👧 Les gens; the columns of what follows count bytes, the carets stand under the characters.
CREATE TABLE personne (
  id     TEXT NOT NULL PRIMARY KEY,
  prénom TEXT NOT NULL, /* 🎉🎉 */ âge INTEGER NOT NULL -- type: UUID
) STRICT;
