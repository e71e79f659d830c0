-- sqlc 3754: CHAR(255) became an untyped value.
CREATE TABLE sized (
  id   CHAR(36) NOT NULL PRIMARY KEY,
  code VARCHAR(8) NOT NULL,
  size INT(11) NOT NULL
);
