-- name: user_names :many
SELECT user_id, first_name || ' ' || lastname AS full_name FROM user_account ORDER BY user_id;

-- name: user_account :one
SELECT * FROM USER_ACCOUNT WHERE User_Id = :userId;
