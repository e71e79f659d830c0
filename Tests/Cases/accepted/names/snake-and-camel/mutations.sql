-- name: add_user :mutation
-- `:first_name` and `:firstName` are one parameter.
INSERT INTO user_account (user_id, first_name, "lastName", http_status, x2_y)
VALUES (:user_id, :first_name, :firstName, :http_status, :x2_y);
