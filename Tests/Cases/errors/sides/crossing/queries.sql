-- name: mixed :many
SELECT audit.id FROM audit JOIN draft ON draft.id = audit.id ORDER BY audit.id;
