-- name: add :mutation
INSERT INTO name (id, connection, side, context, json, key, generator, row, value, statement)
VALUES (:id, :connection, :side, :context, :json, :key, :generator, :row, :value, :statement);

-- name: edit :mutation
-- optional: connection, side, context, json, key, generator
UPDATE name SET connection = :connection, side = :side, context = :context, json = :json, key = :key,
                generator = :generator
WHERE row = :row AND value = :value;
