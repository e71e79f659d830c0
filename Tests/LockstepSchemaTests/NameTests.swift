import LockstepSQL
import LockstepSchema
import Testing

/// Names of the definition files that Swift could not tell apart, or could not have.
@Suite struct NameTests {
    private static let tables = "CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY, b TEXT NOT NULL) STRICT;\n"

    @Test(arguments: [
        (
            "CREATE TABLE mutation (id TEXT NOT NULL PRIMARY KEY)",
            "1:14: the generated code has a type `Mutation` already"
        ),
        ("CREATE TABLE query (id TEXT NOT NULL PRIMARY KEY)", "1:14: the generated code has a type `Query` already"),
        ("CREATE TABLE rejection_code (id TEXT NOT NULL PRIMARY KEY)", "1:14: the generated code has a type"),
        ("CREATE TABLE \"type\" (id TEXT NOT NULL PRIMARY KEY)", "1:14: a type cannot be called `Type` here"),
        ("CREATE TABLE \"any\" (id TEXT NOT NULL PRIMARY KEY)", "1:14: a type cannot be called `Any` here"),
        ("CREATE TABLE protocol (id TEXT NOT NULL PRIMARY KEY)", "1:14: a type cannot be called `Protocol` here"),
        ("CREATE TABLE app (id TEXT NOT NULL PRIMARY KEY)", "1:14: a type cannot be called `App` here"),
        ("CREATE TABLE lockstep (id TEXT NOT NULL PRIMARY KEY)", "1:14: a type cannot be called `Lockstep` here"),
        (
            "-- struct: thing\nCREATE TABLE a (id TEXT NOT NULL PRIMARY KEY)",
            "1:1: the type `thing` begins with a small"
        ),
        ("CREATE TABLE a (\"self\" TEXT NOT NULL PRIMARY KEY)", "1:17: `self` cannot be the name of a property"),
        (
            "CREATE TABLE a (hash_value TEXT NOT NULL PRIMARY KEY)",
            "1:17: `hash_value` cannot be the name of a property"
        ),
        ("CREATE TABLE a (\"🐟\" TEXT NOT NULL PRIMARY KEY)", "1:17: `🐟` cannot be the name of a property"),
        (
            "CREATE TABLE a_b (id TEXT NOT NULL PRIMARY KEY); CREATE TABLE aB (id TEXT NOT NULL PRIMARY KEY)",
            "1:63: two types are called `AB`"
        ),
        (
            "CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY, state TEXT CHECK (state IN ('x')));"
                + "CREATE TABLE state (id TEXT NOT NULL PRIMARY KEY)",
            "1:47: two types are called `State`"
        ),
    ])
    func `of tables and columns`(sql: String, message: String) {
        let messages = Fixture(sql + ";").messages
        #expect(messages.contains { $0.hasPrefix("migrations/0001_first.sql:\(message)") }, "\(messages)")
    }

    @Test(arguments: [
        ("-- name: descriptions :mutation\nDELETE FROM a;", "1:10: a mutation cannot be called `descriptions`"),
        (
            "-- name: clear_all :mutation\nDELETE FROM a;\n-- name: clearAll :mutation\nDELETE FROM a;",
            "3:10: two definitions are called `clearAll`"
        ),
        ("-- name: m :mutation\nDELETE FROM a WHERE id = :self;", "2:26: an argument cannot be called `self`"),
    ])
    func `of mutations`(text: String, message: String) {
        #expect(Fixture(Self.tables, mutations: text).messages == ["mutations.sql:\(message)"])
    }

    @Test(arguments: [
        (
            "-- name: q :many\nSELECT id AS self, b FROM a ORDER BY id;",
            "2:8: `self` cannot be the name of a property"
        ),
        ("-- name: q :many\n-- struct: A\nSELECT b, id FROM a ORDER BY id;", "1:10: two types are called `A`"),
        (
            "-- name: q :many\n-- struct: row\nSELECT b, id FROM a ORDER BY id;",
            "1:10: the type `row` begins with a small"
        ),
        (
            "-- name: q :many\n-- struct: X\nSELECT b, id FROM a ORDER BY id;\n"
                + "-- name: r :many\n-- struct: X\nSELECT id, b AS c FROM a ORDER BY id;",
            "4:10: `X` has other fields in the query `q`"
        ),
    ])
    func `of queries`(text: String, message: String) {
        let messages = Fixture(Self.tables, queries: text).messages
        #expect(messages.contains { $0.hasPrefix("queries.sql:\(message)") }, "\(messages)")
    }

    @Test(arguments: ["init", "default", "none", "name", "description", "apply", "hash", "class", "switch"])
    func `that Swift has a use for, and that are possible all the same`(name: String) throws {
        let schema = try Fixture(
            "CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY, \"\(name)\" TEXT NOT NULL) STRICT;",
            mutations: "-- name: \(name) :mutation\nUPDATE a SET \"\(name)\" = :\(name) WHERE id = :id;",
            queries: "-- name: \(name) :many\nSELECT id FROM a WHERE \"\(name)\" = :\(name) ORDER BY id;"
        ).schema
        #expect(schema.mutations.map(\.name.name) == [name])
    }
}
