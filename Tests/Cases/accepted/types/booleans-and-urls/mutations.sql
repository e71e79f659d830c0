-- name: add :mutation
INSERT INTO link (url, hidden, pinned) VALUES (:url, :hidden, :pinned);

-- name: visit :mutation
UPDATE link SET visited = 1 WHERE url = :url;

-- name: toggle :mutation
UPDATE link SET pinned = NOT pinned WHERE url = :url;
