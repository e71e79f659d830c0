import Foundation
import LockstepSchema
import TestSupport
import Testing
import TypeProof

/// Types are never wrong, whatever the rows hold.
@Suite struct TypeProofTests {
    /// `LOCKSTEP_SOUNDNESS=100000` looks at so many queries.
    private static let queries =
        ProcessInfo.processInfo.environment["LOCKSTEP_SOUNDNESS"].flatMap(Int.init) ?? 500

    @Test(arguments: [false, true]) func `generated queries hold what their types say`(isWild: Bool) {
        let report = QueryProof(seed: 11, isWild: isWild).run(Self.queries)
        #expect(report.contradictions == [])
        #expect(report.checks > 5000)
    }

    @Test func `queries as apps write them have types that say no more than they must`() throws {
        var report = QueryProof(seed: 7, isWild: false).run(AppQueries.all)
        for folder in try DefinitionFolder.accepted() {
            report.add(try #require(DefinitionProof(folder, seed: 7), "\(folder.name)").run())
        }
        #expect(report.contradictions == [])
        #expect(report.statements > 150)
        #expect(report.refusals == [:])
        #expect(report.imprecision < 2, "\(report.imprecise)")
    }

    /// Each was once typed wrongly.
    @Test(arguments: [
        "SELECT * FROM l WHERE (x, i) != (45, 46)", "SELECT x FROM l WHERE NOT ((x, i) = (45, 46))",
        "SELECT json_replace('{}', '$', c), json_set('{}', '$', i) FROM a", "SELECT replace(i, '', 'x') FROM a",
        "SELECT group_concat('') OVER () FROM a", "SELECT count(*), sum(i) OVER () FROM a",
        "SELECT CAST(s AS \"\") FROM a", "SELECT * FROM w AS x RIGHT JOIN (SELECT * FROM l, a) AS y USING (i)",
        "SELECT i FROM a FULL JOIN w USING (i)", "SELECT i, * FROM w RIGHT JOIN a USING (i)",
        "SELECT coalesce(e, 'none'), coalesce(m, 'high') FROM a",
        "WITH RECURSIVE x(n, a, b, c, d, e, f, g, h, i) AS (SELECT 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 UNION ALL "
            + "SELECT n + 1, b, c, d, e, f, g, h, i, NULL FROM x WHERE n < 20) SELECT a FROM x",
        "SELECT sum(i) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) FROM a",
    ])
    func `a query holds what its types say`(sql: String) {
        for isWild in [false, true] {
            let report = QueryProof(seed: 5, isWild: isWild).run([sql])
            #expect(report.contradictions == [])
            #expect(report.statements == 1)
        }
    }

    /// No data could tell that they are never NULL, and the analysis can.
    @Test(arguments: [
        "SELECT t FROM a WHERE NOT (t IS NULL OR j = 1)", "SELECT j FROM a WHERE 1 BETWEEN 0 AND j",
        "SELECT t FROM a WHERE length(t) > 0", "SELECT p FROM w WHERE p IN (SELECT u FROM l)",
        "SELECT t FROM a GROUP BY t HAVING t IS NOT NULL", "SELECT l.u FROM l JOIN o ON o.d = l.u",
        "SELECT a_id FROM l JOIN (SELECT id AS a_id FROM a) AS y USING (a_id)",
        "SELECT id FROM a RIGHT JOIN l USING (id)",
        "SELECT u FROM l INTERSECT SELECT s FROM a", "SELECT (SELECT count(*) FROM w LIMIT 1)",
        "SELECT sum(i) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM a", "SELECT p FROM v2",
        "SELECT x FROM l WHERE (x, u) = (1, 'a')", "SELECT sin(id), atan(r), date('now') FROM a",
        "SELECT json_set('{}', '$.a', j), json_type('1'), json_array_length('[]') FROM a",
    ])
    func `is known never to be NULL`(sql: String) {
        let inference = QueryProof(seed: 5, isWild: false)
        #expect(inference.optionalColumns(of: sql) == [])
    }

    @Test(arguments: [true, false]) func `statements written to break a type hold what it says`(trusts: Bool) {
        var proof = CorpusProof(trustsDeclarations: trusts, seed: 3)
        for statement in TrickyQueries.all { proof.run(statement) }
        #expect(proof.report.contradictions == [])
        #expect(proof.report.statements > 190)
        let changes = QueryProof(seed: 3, isWild: !trusts).run(TrickyQueries.changes)
        #expect(changes.contradictions == [])
        #expect(changes.statements > 12)
    }

    @Test(.enabled(if: StatementCorpus.isPresent, "sqlite-statements.jsonl is absent"))
    func `statements of SQLite's own suite hold what their types say`() throws {
        let statements = try StatementCorpus.lines().map(\.sql)
        var checks = 0
        for trustsDeclarations in [true, false] {
            var proof = CorpusProof(trustsDeclarations: trustsDeclarations, seed: 1)
            for statement in statements { proof.run(statement) }
            #expect(proof.report.contradictions == [])
            checks += proof.report.checks
        }
        #expect(checks > 10_000)
    }
}
