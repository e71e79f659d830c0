-- name: search :many
SELECT * FROM post WHERE title LIKE '%' || :text || '%' OR lower(body) = lower(:exact) ORDER BY at, id;

-- name: page :many
SELECT id, at FROM post WHERE (at, id) < (:beforeAt, :beforeId) ORDER BY at DESC, id DESC LIMIT :count OFFSET :skip;

-- name: rated :many
SELECT id, CASE WHEN rating > :good THEN 'good' ELSE :otherwise END AS verdict FROM post
WHERE :all OR rating * :factor > 1 ORDER BY id;

-- name: shortened :many
SELECT substr(title, 1, :letters) AS title FROM post WHERE length BETWEEN :shortest AND :longest ORDER BY id;

-- name: glob :many
SELECT title FROM post WHERE title GLOB :pattern AND instr(title, :part) > 0 ORDER BY title, id;
