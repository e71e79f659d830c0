-- sqlc 3451: NOT IN with an empty list found nothing.
CREATE TABLE city (
  slug TEXT NOT NULL PRIMARY KEY
) STRICT;
