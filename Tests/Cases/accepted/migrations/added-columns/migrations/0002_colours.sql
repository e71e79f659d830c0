ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'white' CHECK (colour IN ('white', 'red'));
ALTER TABLE note ADD COLUMN edited_at INTEGER; -- type: Date
