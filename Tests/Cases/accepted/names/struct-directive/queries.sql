-- name: dates :many
SELECT * FROM date ORDER BY id;

-- name: dated :many
-- struct: Dated
SELECT date.*, people.* FROM date LEFT JOIN people ON people.name = date."with" ORDER BY date.id;

-- name: short :many
-- struct: Short
SELECT id, "with" FROM date ORDER BY id;

-- name: shorter :many
-- struct: Short
SELECT id, "with" FROM date WHERE "with" = :with ORDER BY id;
