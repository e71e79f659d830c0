-- name: addCustomer :mutation
INSERT INTO customer (id, name) VALUES (:id, :name);

-- name: buy :mutation
INSERT INTO purchase (id, customer_id, cents) VALUES (:id, :customerId, :cents);
