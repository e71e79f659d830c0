-- As an app had it before: the declared types give affinities only.
CREATE TABLE old (
  id    TEXT PRIMARY KEY NOT NULL,
  name  VARCHAR(255) NOT NULL,
  size  BIGINT NOT NULL,
  ratio DOUBLE PRECISION,
  data  BLOB
);
