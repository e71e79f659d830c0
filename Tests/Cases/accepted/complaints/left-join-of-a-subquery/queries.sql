-- name: sizes :many
SELECT team.name, below.size
FROM team LEFT JOIN (SELECT parent, count(*) AS size FROM team GROUP BY parent) AS below ON below.parent = team.id
ORDER BY team.name, team.id;

-- name: parents :many
SELECT child.name, parent.name AS parent_name
FROM team AS child LEFT JOIN team AS parent ON parent.id = child.parent ORDER BY child.name, child.id;
