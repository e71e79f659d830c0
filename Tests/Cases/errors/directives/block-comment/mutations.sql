-- name: rename :mutation
/* allow: true */
/* A remark: this is one. */
UPDATE person SET name = :name WHERE id = :id;
