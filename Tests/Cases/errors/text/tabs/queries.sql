-- name: tabs :many
SELECT	id,
	widht	AS	w,		hieght	AS	h
FROM		tab;
