-- name: addArtist :mutation
INSERT INTO artist (id, name) VALUES (:id, :name);

-- name: addAlbum :mutation
INSERT INTO album (id, artist_id, title, cover_id) VALUES (:id, :artistId, :title, :coverId);

-- name: removeArtist :mutation
DELETE FROM artist WHERE id = :id;
