-- name: tally :mutation
UPDATE post SET count = changes() WHERE id = :id;

-- name: link :mutation
UPDATE post SET count = last_insert_rowid() WHERE id = :id;

-- name: oldest :mutation
DELETE FROM post WHERE rowid = 1;

-- name: first :mutation
DELETE FROM post WHERE post._rowid_ < :limit;
