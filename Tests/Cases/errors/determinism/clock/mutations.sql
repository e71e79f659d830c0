-- name: publish :mutation
INSERT INTO post (id, text, posted, seen) VALUES (:id, :text, CURRENT_TIMESTAMP, NULL);

-- name: touch :mutation
UPDATE post SET edited = datetime('now'), published = julianday() WHERE id = :id;

-- name: local :mutation
UPDATE post SET edited = datetime(posted, 'localtime') WHERE id = :id;

-- name: silently :mutation
-- The DEFAULT of `seen` is the device's clock.
INSERT INTO post (id, text, posted) VALUES (:id, :text, :posted);
