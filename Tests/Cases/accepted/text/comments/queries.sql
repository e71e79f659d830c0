-- name: notes :many
-- Every note; 'quotes', "quotes", \ and */ stay as they are.
SELECT * FROM note
-- in the middle
ORDER BY text, id;
