-- name: food :many
-- Optional since one arm is.
SELECT name, grams FROM fruit UNION ALL SELECT name, grams FROM bread ORDER BY name, grams;

-- name: both :many
SELECT name FROM fruit INTERSECT SELECT name FROM bread ORDER BY name;

-- name: onlyFruit :many
SELECT name FROM fruit EXCEPT SELECT name FROM bread ORDER BY name;

-- name: withNull :many
SELECT name, NULL AS baked FROM fruit UNION SELECT name, baked FROM bread ORDER BY name, baked;

-- name: values :many
SELECT column1 AS number, column2 AS word FROM (VALUES (1, 'a'), (2, NULL)) ORDER BY number;
