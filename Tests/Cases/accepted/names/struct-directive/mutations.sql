-- name: make :mutation
INSERT INTO date (id, "with") VALUES (:id, :with);
