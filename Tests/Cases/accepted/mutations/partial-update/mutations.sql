-- name: create :mutation
INSERT INTO profile (id, name) VALUES (:id, :name);

-- name: edit :mutation
-- optional: name, website, born, newsletter
UPDATE profile SET name = :name, website = :website, born = :born, newsletter = :newsletter WHERE id = :id;

-- name: save :mutation
-- optional: website
INSERT INTO profile (id, name) VALUES (:id, :name)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, website = :website;
