-- name: addParent :mutation
-- The id has a default in Swift.
INSERT INTO parent (id) VALUES (:id);

-- name: addBoth :mutation
INSERT INTO parent (id) VALUES (:id);
INSERT INTO child (parent_id, note) VALUES (:id, :note);

-- name: addChild :mutation
-- It refers to what is there: no default.
INSERT INTO child (parent_id, note) VALUES (:parentId, :note);

-- name: addPair :mutation
INSERT INTO pair (a, b) VALUES (:a, :b);
