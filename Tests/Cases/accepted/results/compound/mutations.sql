-- name: addFruit :mutation
INSERT INTO fruit (name, grams) VALUES (:name, :grams);

-- name: addBread :mutation
INSERT INTO bread (name, grams, baked) VALUES (:name, :grams, :now);
