CREATE TABLE loose (
  id     TEXT NOT NULL PRIMARY KEY,
  thing,
  price  DECIMAL(10, 2) NOT NULL,
  flag   BOOLEAN NOT NULL,
  day    DATETIME
);
