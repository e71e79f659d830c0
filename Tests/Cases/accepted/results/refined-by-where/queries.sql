-- name: emails :many
SELECT email FROM person WHERE email IS NOT NULL ORDER BY email, id;

-- name: likeEmails :many
SELECT email FROM person WHERE email LIKE :pattern ORDER BY email, id;

-- name: bosses :many
SELECT boss.email AS email, person.boss_id FROM person JOIN person AS boss ON boss.id = person.boss_id
ORDER BY person.id;

-- name: outer :many
SELECT person.id, boss.* FROM person LEFT JOIN person AS boss ON boss.id = person.boss_id
WHERE boss.email > '' ORDER BY person.id;
