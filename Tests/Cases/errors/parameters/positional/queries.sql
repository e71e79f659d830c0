-- name: named :many
SELECT * FROM note WHERE text = $text OR text = @other ORDER BY id;
