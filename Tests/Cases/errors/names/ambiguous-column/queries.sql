-- name: tracks :many
SELECT title FROM album JOIN track ON track.album_id = album.id ORDER BY id;

-- name: sameTitle :many
SELECT a.id FROM album AS a JOIN track AS t ON t.album_id = a.id WHERE title = :title ORDER BY a.id;
