-- name: addParent :mutation
INSERT INTO parent (id, code) VALUES (:id, :code);

-- name: addChild :mutation
INSERT INTO child (id, cascading, nulled, defaulted, by_code) VALUES (:id, :parent, :parent, :parent, :code);

-- name: restrict :mutation
UPDATE child SET restricted = :parent WHERE id = :id;

-- name: renumber :mutation
UPDATE parent SET id = :new WHERE id = :id AND id > 0;

-- name: recode :mutation
UPDATE parent SET code = :new WHERE code = :code;

-- name: removeParent :mutation
DELETE FROM parent WHERE id = :id AND id > 0;
