/// Queries as apps write them, over the tables of `ProofSchema`: what precision is measured on. Random expressions are
/// full of constants of which only their values tell that they are never NULL.
package enum AppQueries {
    package static let all = [
        "SELECT * FROM a ORDER BY id", "SELECT id, s, t FROM a WHERE f = 1", "SELECT * FROM l WHERE u IS NOT NULL",
        "SELECT a.*, l.u, l.s AS name FROM a LEFT JOIN l ON l.a_id = a.id",
        "SELECT a.s, l.s AS name, l.u FROM a JOIN l ON l.a_id = a.id", "SELECT count(*), max(j), min(id) FROM a",
        "SELECT e, count(*) AS total, sum(id) AS ids, max(t) AS last FROM a GROUP BY e",
        "SELECT e, group_concat(s), group_concat(t) FROM a GROUP BY e", "SELECT coalesce(t, s), ifnull(j, 0) FROM a",
        "SELECT CASE WHEN f THEN t ELSE 'none' END, CASE WHEN j IS NULL THEN 0 ELSE j END FROM a",
        "SELECT id, CASE e WHEN 'open' THEN 1 END FROM a", "SELECT id, (SELECT count(*) FROM l WHERE l.a_id = a.id) FROM a",
        "SELECT id, (SELECT max(u) FROM l WHERE l.a_id = a.id) FROM a", "SELECT id, EXISTS (SELECT 1 FROM l) FROM a",
        "SELECT t FROM a WHERE t LIKE 'a%'", "SELECT j FROM a WHERE j BETWEEN 0 AND 9", "SELECT m FROM a WHERE m = 'low'",
        "SELECT m, count(*) FROM a GROUP BY m", "SELECT m FROM a GROUP BY m HAVING m IS NOT NULL",
        "SELECT * FROM v1", "SELECT * FROM v2", "SELECT id, c FROM v1 WHERE u IS NOT NULL",
        "SELECT s, row_number() OVER (ORDER BY id), lag(s) OVER (ORDER BY id) FROM a",
        "SELECT id, sum(id) OVER (ORDER BY id), lead(id, 1, 0) OVER (ORDER BY id) FROM a",
        "SELECT id, first_value(s) OVER (PARTITION BY e ORDER BY id) FROM a",
        "SELECT k, i, p FROM w WHERE p IS NOT NULL AND q > 0", "SELECT k, q FROM w WHERE NOT (q IS NULL)",
        "SELECT s FROM a UNION SELECT s FROM l", "SELECT t FROM a UNION ALL SELECT u FROM l",
        "SELECT s FROM l EXCEPT SELECT t FROM a", "SELECT t FROM a INTERSECT SELECT u FROM l",
        "WITH top AS (SELECT id, s, t FROM a ORDER BY id LIMIT 3) SELECT top.*, l.u FROM top LEFT JOIN l ON l.a_id = top.id",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 5) SELECT CAST(x AS INTEGER) FROM n",
        "WITH RECURSIVE tree(id, parent) AS (SELECT id, a_id FROM l WHERE a_id IS NULL UNION ALL "
            + "SELECT l.id, l.a_id FROM l JOIN tree ON tree.id = l.a_id LIMIT 50) SELECT id, parent FROM tree",
        "SELECT length(s), upper(t), substr(s, 1, 2), s || t FROM a", "SELECT round(r, 1), abs(q), id % 2, id / 2 FROM a",
        "SELECT a.id, l.id FROM a FULL JOIN l ON l.a_id = a.id", "SELECT id, u FROM a JOIN l USING (id)",
        "SELECT DISTINCT t FROM a WHERE t <> ''", "SELECT avg(id), total(id), count(t) FROM a",
        "SELECT e, avg(id), count(DISTINCT t), sum(j) FROM a GROUP BY e",
        "SELECT printf('%d', id), hex(b), quote(t), typeof(t) FROM a", "SELECT json_object('id', id, 't', t) FROM a",
        "SELECT json_group_array(s) FROM a GROUP BY e", "SELECT max(id) OVER (), min(t) OVER (PARTITION BY e) FROM a",
        "SELECT nullif(id, 1), iif(f, s, t), max(id, j) FROM a", "SELECT x.s, y.s FROM l AS x LEFT JOIN l AS y ON y.id = x.a_id",
        "SELECT x.s, y.s FROM l AS x LEFT JOIN l AS y ON y.id = x.a_id WHERE y.i > 0",
        "INSERT INTO l (id, i, s, y) SELECT id + 100, 1, s, 2 FROM a RETURNING id, s, u",
        "UPDATE l SET u = 'x' WHERE u IS NULL RETURNING id, a_id", "DELETE FROM l RETURNING id, u",
    ]
}
