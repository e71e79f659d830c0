-- name: first :mutation
-- allow: EXISTS (SELECT 1 FROM note WHERE ownr = :actor)
DELETE FROM note WHERE id = :id;

-- name: second :mutation
-- allow: EXISTS (SELECT 1 FROM note
--   WHERE id = :id
DELETE FROM note WHERE id = :id;

-- name: third :mutation
-- allow:
-- require: true
-- require denied: true
DELETE FROM note WHERE id = :id;

-- name: fourth :mutation
-- allow: true
-- allow: false
-- require a b: true
DELETE FROM note WHERE id = :id;
