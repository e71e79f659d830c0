-- name: buy :mutation
INSERT INTO purchase (id, customer, cents, note) VALUES (:id, :customer, :cents, :note);
