-- name: switch :mutation
INSERT INTO "group" ("in", "default", super, init) VALUES (:in, :default, :super, :init);

-- name: protocol :mutation
UPDATE "group" SET "for" = :case, "where" = :where WHERE "in" = :in;
