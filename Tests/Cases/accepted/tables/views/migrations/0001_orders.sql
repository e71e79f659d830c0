CREATE TABLE purchase (
  id       TEXT NOT NULL PRIMARY KEY, -- type: UUID
  customer TEXT NOT NULL,
  cents    INTEGER NOT NULL CHECK (cents BETWEEN 0 AND 100000),
  note     TEXT
) STRICT;
CREATE VIEW customer_total AS
  SELECT customer, count(*) AS purchases, max(cents) AS most FROM purchase GROUP BY customer;
CREATE VIEW named (who, what) AS SELECT customer, coalesce(note, '') FROM purchase;
CREATE VIEW big AS SELECT * FROM customer_total WHERE most > 10;
