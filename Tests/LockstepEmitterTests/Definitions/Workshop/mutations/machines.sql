-- name: buy_machine :mutation
-- Buys a machine, with its first part.
--
-- Two statements, one transaction.
INSERT INTO machine (id, name, "default", power, manual, photo, price, bought_at, seen_at)
VALUES (:id, :name, :default, :power, :manual, :photo, :price, :now, :committedAt);
INSERT INTO part (machine_id, number) VALUES (:id, 1);

-- name: editMachine :mutation
-- optional: name, serviced, price, state
UPDATE machine SET name = :name, serviced = :serviced, price = :price, state = :state WHERE id = :id;

-- name: service :mutation
-- silence: full-scan, a workshop has few machines
UPDATE machine SET serviced = :now WHERE priority = :priority AND state <> :state AND name = :context;

-- name: scrapMachines :mutation
-- Takes machines away that were serviced at one of some times.
-- silence: full-scan, a workshop has few machines
DELETE FROM machine WHERE serviced IN (SELECT value FROM json_each(:times));

-- name: clear :mutation
-- silence: missing-where, the workshop closes
DELETE FROM machine;
