import LockstepSQL
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
        #expect(fingerprint(clientMigration: "") != first)
        #expect(fingerprint(side: .server) != first)
        #expect(fingerprint(side: .client) != fingerprint(side: .server))
        #expect(fingerprint(handler: .before) != first)
        #expect(fingerprint(handler: .after) != fingerprint(handler: .before))
    }

    @Test("A server may change its conditions and read rules without another fingerprint")
    func conditions() {
        #expect(fingerprint(condition: "SELECT ?1 = 'ann'") == fingerprint())
    }

    @Test("A bulk parameter counts by its columns and their types, not by its name in Swift")
    func bulkRows() {
        let first = fingerprint(record: "NewIssue", column: "id")
        #expect(fingerprint(record: "IssueToAdd", column: "id") == first)
        #expect(fingerprint(record: "NewIssue", column: "key") != first)
        #expect(fingerprint(record: "NewIssue", column: "id", columnType: ValueType(.int, .integer)) != first)
    }

    private func fingerprint(
        record: String, column: String, columnType: ValueType = ValueType(.string, .text)
    ) -> String {
        let row = BulkRow(
            name: SwiftIdentifier(record), table: "issue",
            fields: [.init(name: SwiftIdentifier("id"), column: column, type: columnType)])
        return fingerprint(type: ValueType(.record(record), .text, isList: true), bulkRows: [row])
    }

    private func fingerprint(
        sql: String = "DELETE FROM issue WHERE id = ?1", documentation: String = "", argument: String = "id",
        type: ValueType = ValueType(.uuid, .text), migration: String = "CREATE TABLE issue (id TEXT PRIMARY KEY)",
        clientMigration: String? = nil, side: ExecutionSide = .both, handler: MutationHandler? = nil,
        condition: String? = nil, bulkRows: [BulkRow] = []
    ) -> String {
        let name = SwiftIdentifier(argument)
        let mutation = Mutation(
            name: SwiftIdentifier("deleteIssue"), documentation: documentation,
            arguments: [Argument(name: name, type: type)],
            conditions: condition.map { [self.condition($0)] } ?? [], handler: handler,
            statements: [BoundStatement(sql: sql, bindings: [.argument(name, type)], side: side)],
            reads: [], writes: [], addressedRow: nil, replayObstacles: [])
        let schema = Schema(
            name: SwiftIdentifier("Tracker"), access: .public, imports: [], oldestSQLite: SQLiteVersion(minor: 40),
            migrations: [Migration(number: 1, name: "0001_issues", sql: migration, clientSQL: clientMigration)],
            tables: [], mutations: [mutation], queries: [], enums: [], rowStructs: [], bulkRows: bulkRows)
        return Fingerprint(schema).of(mutation)
    }

    private func condition(_ sql: String) -> MutationCondition {
        MutationCondition(
            code: MutationCondition.denied,
            statement: BoundStatement(sql: sql, bindings: [.actor(ValueType(.string, .text))]), isAlwaysTrue: false,
            reads: [],
            place: SourcePlace(SourceText(path: "schema/mutations.sql", bytes: []), SourceSpan(at: 0)))
    }
}
