-- name: addTag :mutation
INSERT INTO tag (name) VALUES (:name);

-- name: addNull :mutation
INSERT INTO tag (id, name) VALUES (NULL, :name);

-- name: addMaximum :mutation
INSERT INTO tag (id, name) SELECT (SELECT max(id) FROM tag), :name;
