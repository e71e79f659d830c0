-- name: booksOnShelf :many
SELECT * FROM book WHERE shelf_id = :shelfId ORDER BY id;

-- name: lent :many
SELECT book_id, shelf_id FROM loan JOIN book ON book.id = loan.book_id ORDER BY book_id;

-- name: lastLoan :one
SELECT max(book_id) AS book FROM loan;
