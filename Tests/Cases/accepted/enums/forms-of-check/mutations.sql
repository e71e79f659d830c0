-- name: add :mutation
INSERT INTO form (id, chain, nulls, both, table_check, named) VALUES (:id, :chain, :nulls, :both, :tableCheck, :named);
