CREATE TABLE score (
  player TEXT    NOT NULL,
  game   INTEGER NOT NULL,
  points INTEGER NOT NULL CHECK (abs(points) < 1000000),
  PRIMARY KEY (player, game)
) STRICT, WITHOUT ROWID;
