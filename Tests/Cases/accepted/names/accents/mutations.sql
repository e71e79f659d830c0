-- name: ajouter :mutation
INSERT INTO personne (id, prénom, 名前) VALUES (:id, :name, '日本 🎉');
