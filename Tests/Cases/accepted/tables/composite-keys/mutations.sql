-- name: build :mutation
INSERT OR IGNORE INTO seat (hall, row, number) VALUES (:hall, :row, :number);

-- name: reserve :mutation
INSERT INTO reservation (id, hall, row, number) VALUES (:id, :hall, :row, :number);
UPDATE seat SET taken = 1 WHERE hall = :hall AND row = :row AND number = :number;

-- name: rename :mutation
UPDATE OR IGNORE seat SET hall = :new WHERE hall = :hall;
