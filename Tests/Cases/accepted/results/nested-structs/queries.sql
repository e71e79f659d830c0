-- name: albums :many
SELECT album.*, artist.* FROM album JOIN artist ON artist.id = album.artist_id ORDER BY album.title, album.id;

-- name: artists :many
SELECT artist.*, album.*, album.title || '!' AS loud
FROM artist LEFT JOIN album ON album.artist_id = artist.id ORDER BY artist.id, album.id;

-- name: covers :many
SELECT a.*, original.* FROM album AS a LEFT JOIN album AS original ON original.id = a.cover_id ORDER BY a.id;

-- name: fullJoin :many
SELECT artist.*, album.* FROM artist FULL JOIN album ON album.title = artist.name ORDER BY artist.id, album.id;
