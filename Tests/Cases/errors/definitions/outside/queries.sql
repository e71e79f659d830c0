SELECT * FROM person;
