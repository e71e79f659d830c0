-- name: facts :many
-- A value that may be NULL is optional, and only that.
SELECT round(r) AS rounded, abs(r) AS absolute, length(t) AS length, upper(t) AS upper, hex(t) AS hex,
       i = n AS equal, i IS n AS same, n IS NULL AS missing, 1.0 * i / n AS quotient,
       CASE WHEN n > 3 THEN 'many' END AS many, CASE WHEN n > 3 THEN 'many' ELSE 'few' END AS amount,
       coalesce(n, i) AS sure, nullif(i, 3) AS notThree, typeof(n) AS kind, t LIKE 'a%' AS starts,
       n BETWEEN 1 AND 5 AS within, n IN (1, 2) AS listed, ifnull(n, 0) AS orZero, iif(i > 3, t, 'x') AS picked
FROM number ORDER BY id;
