-- name: create :mutation
-- allow: true
INSERT INTO document (id, owner, text) VALUES (:id, :actor, :text);

-- name: edit :mutation
-- Its owner may, while it is not locked.
-- allow: EXISTS (SELECT 1 FROM document WHERE id = :id AND owner = :actor)
-- require notFound: EXISTS (SELECT 1 FROM document WHERE id = :id)
-- require locked: NOT (SELECT locked FROM document WHERE id = :id)
-- require tooLong: length(:text) < :limit
UPDATE document SET text = :text WHERE id = :id;

-- name: lock :mutation
-- allow: EXISTS (
--   SELECT 1 FROM document
--   WHERE id = :id AND owner = :actor)
-- require notFound: EXISTS (SELECT 1 FROM document WHERE id = :id)
UPDATE document SET locked = 1 WHERE id = :id;
