-- name: switch :mutation
INSERT INTO "group" ("in", "default", self, init) VALUES (:in, :default, :self, :init);

-- name: protocol :mutation
UPDATE "group" SET "for" = :case, "where" = :where WHERE "in" = :in;
