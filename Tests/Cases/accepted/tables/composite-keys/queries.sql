-- name: seat :one
SELECT * FROM seat WHERE hall = :hall AND row = :row AND number = :number;

-- name: free :many
SELECT row, number FROM seat WHERE hall = :hall AND NOT taken ORDER BY row, number;
