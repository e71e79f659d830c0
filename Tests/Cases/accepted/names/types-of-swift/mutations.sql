-- name: m1 :mutation
-- require init: :connection IS NOT NULL
-- require self: :connection IS NOT NULL
-- require default: :connection IS NOT NULL
-- rows rows: decoder(id, hash, row, init)
UPDATE decoder SET row = :row, init = :init, hash = :hash, statement = :context WHERE id = :connection;
UPDATE decoder SET hash = r.value ->> 'hash', row = r.value ->> 'row' FROM json_each(:rows) AS r WHERE r.value ->> 'id' = decoder.id;
-- name: m2 :mutation
-- rows rows: decoder(id, hash, row, init)
-- optional: values, arguments
UPDATE decoder SET hash = r.value ->> 'hash', row = r.value ->> 'row', init = r.value ->> 'init' FROM json_each(:rows) AS r WHERE r.value ->> 'id' = decoder.id;
UPDATE decoder SET row = :values, init = :arguments, hash = :writer, statement = :reader WHERE id = :random;
