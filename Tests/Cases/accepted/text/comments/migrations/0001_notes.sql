/* A block comment
   is for readers of the SQL only. */
-- A note.
--
-- It has *two* paragraphs, and `code`.
CREATE TABLE note (
  -- The key, chosen by the device.
  id   TEXT NOT NULL PRIMARY KEY, -- type: UUID
  text TEXT NOT NULL,             -- What it says.
                                  -- Two lines of it.
  done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)) /* inline */ -- Whether it is done.
) STRICT; -- Afterwards.
