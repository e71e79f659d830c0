import Foundation
import Lockstep

/// A schema that definition files of the test's decide. Requirements of protocols are static, so there is one at a time:
/// suites that use it belong into `PermissionTests`, which runs one test after the other.
enum RuledSchema: ServerSchema {
    /// What the generator would print of the definition files.
    struct Definition: Sendable {
        let clientSQL: String
        let serverSQL: String
        let tables: [TableDescription]
        let rowVersionSQL: String
        let readRules: [Lockstep.ReadRule]
    }

    /// `@unchecked Sendable`: `lock` is held for every access to `definition`.
    private final class Slot: @unchecked Sendable {
        private let lock = NSLock()
        private var definition: Definition?

        var value: Definition {
            get {
                lock.withLock {
                    guard let definition else { preconditionFailure("The test has not set the definition.") }
                    return definition
                }
            }
            set { lock.withLock { definition = newValue } }
        }
    }

    private static let slot = Slot()

    static var definition: Definition {
        get { slot.value }
        set { slot.value = newValue }
    }

    typealias Mutation = SQLMutation

    static let name = "Ruled"
    static let version = 1
    static let fingerprint = "ruled"
    static var migrations: [Lockstep.Migration] {
        [Lockstep.Migration(name: "0001_ruled", sql: definition.clientSQL)]
    }
    static var serverMigrations: [Lockstep.Migration] {
        [Lockstep.Migration(name: "0001_ruled", sql: definition.serverSQL)]
    }
    static var tables: [TableDescription] { definition.tables }
    static var rowVersionSQL: String { definition.rowVersionSQL }
    static var readRules: [Lockstep.ReadRule] { definition.readRules }

    static func arbitraryQueries(
        using generator: inout some RandomNumberGenerator
    ) -> [any SchemaQuery<RuledSchema>] { [] }
}

/// A mutation that runs the SQL that it is given. It is not replayable, as is none that touches a table with a rule.
enum SQLMutation: SyncMutation {
    case run(String)

    static let descriptions = [
        MutationDescription(name: "run", fingerprint: "run", isReplayable: false, reads: [], writes: [])
    ]

    var name: String { "run" }

    init(name: String, arguments json: inout JSONReader) throws {
        guard name == "run" else { throw UnknownMutation(name: name) }
        var sql: String?
        try json.beginObject()
        while let key = try json.nextKey() {
            guard key == "sql" else { throw json.unknown(key) }
            sql = try json.string()
        }
        self = .run(try sql.required("sql"))
    }

    func encodeArguments(to json: inout JSONWriter) {
        guard case .run(let sql) = self else { return }
        json.object { json in
            json.key("sql")
            json.string(sql)
        }
    }

    func apply(to connection: SQLiteConnection, in context: MutationContext) throws {
        guard case .run(let sql) = self else { return }
        for statement in sql.split(separator: ";") { try connection.statement(String(statement)).run() }
    }

    static func arbitrary(using generator: inout some RandomNumberGenerator) -> SQLMutation { .run("SELECT 1") }
}
