-- name: personnes :many
SELECT * FROM personne WHERE prénom <> 'é' ORDER BY prénom, id;
