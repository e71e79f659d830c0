import LockstepSchema
import Testing

@testable import LockstepEmitter

@Suite("Fingerprints")
struct FingerprintTests {
    @Test(
        "White space between words does not count, and what stands in quotes does",
        arguments: [
            ("SELECT  a\n\tFROM b ", "SELECT a FROM b"),
            ("SELECT 'a  b' ,\n\"c  d\"", "SELECT 'a  b' , \"c  d\""),
            ("SELECT 'it''s  '  , [x  y]  , `z  z`", "SELECT 'it''s  ' , [x  y] , `z  z`"),
            ("  ", ""),
        ])
    func canonicalSQL(sql: String, canonical: String) {
        #expect(CanonicalSQL.text(sql) == canonical)
    }

    @Test("The hash of nothing is FNV-1a's offset basis, and the limits of parts count")
    func stableHash() {
        #expect(StableHash().digits == "cbf29ce484222325")
        #expect(hash(["ab", "c"]) != hash(["a", "bc"]))
        #expect(hash(["a", ""]) != hash(["a"]))
    }

    @Test("The hash is the same in every release")
    func stability() {
        var hash = StableHash()
        hash.feed("issue")
        // The 8 bytes of the length, then the 5 letters, by an implementation of FNV-1a that is not this one.
        #expect(hash.digits == "369ce49530b9fffb")
    }

    private func hash(_ parts: [String]) -> String {
        var hash = StableHash()
        for part in parts { hash.feed(part) }
        return hash.digits
    }

    @Test("A fingerprint changes with what a client and a server must agree on")
    func mutations() {
        let first = fingerprint()
        #expect(fingerprint(sql: "DELETE FROM  issue\nWHERE id = ?1") == first)
        #expect(fingerprint(documentation: "Other words.") == first)
        #expect(fingerprint(sql: "DELETE FROM issue WHERE id <> ?1") != first)
        #expect(fingerprint(argument: "key") != first)
        #expect(fingerprint(type: ValueType(.uuid, .blob)) != first)
        #expect(fingerprint(type: ValueType(.uuid, .text, isOptional: true)) != first)
        #expect(fingerprint(migration: "CREATE TABLE issue (id TEXT PRIMARY KEY, x)") != first)
    }

    private func fingerprint(
        sql: String = "DELETE FROM issue WHERE id = ?1", documentation: String = "", argument: String = "id",
        type: ValueType = ValueType(.uuid, .text), migration: String = "CREATE TABLE issue (id TEXT PRIMARY KEY)"
    ) -> String {
        let name = SwiftIdentifier(argument)
        let mutation = Mutation(
            name: SwiftIdentifier("deleteIssue"), documentation: documentation,
            arguments: [Argument(name: name, type: type)],
            statements: [BoundStatement(sql: sql, bindings: [.argument(name, type)])],
            reads: [], writes: [], addressedRow: nil, replayObstacles: [])
        let schema = Schema(
            name: SwiftIdentifier("Tracker"), access: .public, imports: [], oldestSQLite: SQLiteVersion(minor: 40),
            migrations: [Migration(number: 1, name: "0001_issues", sql: migration)], tables: [], mutations: [mutation],
            queries: [], enums: [], rowStructs: [])
        return Fingerprint(schema).of(mutation)
    }
}
