-- name: gens :many
SELECT 'é' AS e, '日本' AS n, '👩‍👩‍👧' AS f, prénon FROM personne; /* 🎉 */ SELECT 1;
