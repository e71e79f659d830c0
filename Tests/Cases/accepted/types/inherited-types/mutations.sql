-- name: addShelf :mutation
INSERT INTO shelf (id) VALUES (:id);

-- name: addBook :mutation
INSERT INTO book (id, shelf_id) VALUES (:id, :shelfId);

-- name: lend :mutation
INSERT INTO loan (book_id, reader) VALUES (:bookId, :actor);
