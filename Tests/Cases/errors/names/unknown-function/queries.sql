-- name: shouting :many
SELECT uper(text) AS text FROM note ORDER BY id;

-- name: joined :one
SELECT grop_concat(text) AS texts FROM note;

-- name: spreadsheet :one
SELECT vlookup(size, 3) AS found FROM note WHERE id = :id;
