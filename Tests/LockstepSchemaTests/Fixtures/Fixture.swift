import LockstepSQL
import LockstepSchema

/// Definition files written in a test.
struct Fixture {
    var files = DefinitionFiles()
    var targetName = "AppSchema"

    init(
        _ tables: String = "", mutations: String = "", queries: String = "", permissions: String = "",
        sqlite: String? = nil
    ) {
        if !tables.isEmpty { files.migrations = [SourceText(path: "migrations/0001_first.sql", text: tables)] }
        if !mutations.isEmpty { files.mutations = [SourceText(path: "mutations.sql", text: mutations)] }
        if !queries.isEmpty { files.queries = [SourceText(path: "queries.sql", text: queries)] }
        if !permissions.isEmpty { files.permissions = [SourceText(path: "permissions.sql", text: permissions)] }
        if let sqlite {
            files.configuration = SourceText(path: "lockstep.json", text: #"{"sqlite": "\#(sqlite)"}"#)
        }
    }

    var analysis: SchemaAnalysis { analyze(files: files, targetName: targetName) }

    /// The diagnostics as `path:line:column: message`, without excerpts and suggestions.
    var messages: [String] {
        analysis.diagnostics.map { "\($0.place.source.path):\($0.place.location): \($0.message)" }
    }

    /// The schema.
    /// - Throws: The rendered diagnostics if there is none.
    var schema: Schema {
        get throws {
            let analysis = analysis
            guard let schema = analysis.schema else {
                throw Mistakes(text: analysis.diagnostics.map(\.rendered).joined(separator: "\n"))
            }
            if schema.oldestSQLite <= SQLiteVersion(minor: 40) {
                try confirm(analysis.statements)
                try confirm(schema.migrations.map(\.clientSQL))
                try confirm(schema.migrations.map(\.serverSQL))
            }
            return schema
        }
    }

    /// Real SQLite takes every statement, and sees as many parameters and columns.
    private func confirm(_ statements: [CheckedStatement]) throws {
        let database = try SQLite()
        for statement in statements {
            do {
                guard statement.subject != .migration else {
                    try database.execute(statement.sql)
                    continue
                }
                let (parameters, columns) = try database.prepare(statement.sql)
                guard parameters == statement.parameterCount, columns == statement.columns.count else {
                    throw Mistakes(text: "\(parameters) parameters and \(columns) columns: \(statement)")
                }
            } catch let failure as SQLite.Failure {
                throw Mistakes(text: "\(failure): \(statement.sql)")
            }
        }
    }

    /// One side's halves of the migrations make sense by themselves.
    private func confirm(_ scripts: [String]) throws {
        let database = try SQLite()
        for script in scripts {
            do {
                try database.execute(script)
            } catch let failure as SQLite.Failure {
                throw Mistakes(text: "\(failure): \(script)")
            }
        }
    }

    struct Mistakes: Error, CustomStringConvertible {
        let text: String
        var description: String { "\n" + text }
    }
}

extension Schema {
    func mutation(_ name: String) -> Mutation? { mutations.first { $0.name.name == name } }
    func query(_ name: String) -> Query? { queries.first { $0.name.name == name } }
}

extension Argument {
    /// `id: UUID`, `title: Change<String>`.
    var text: String {
        "\(name): \(isChange ? "Change<\(type.spelling)>" : type.spelling)\(defaultsToNewID ? " = .v7()" : "")"
    }
}

extension RowStruct.Field {
    /// `status: Status`, `author: User?`.
    var text: String {
        switch content {
        case .value(let type): "\(name): \(type.spelling)"
        case .table(let table): "\(name): \(table).*"
        case .optionalTable(let table, let column): "\(name): \(table).*? by \(column)"
        }
    }
}

extension Binding {
    /// `id UUID TEXT`, `isSet title`, `now Date INTEGER`.
    var text: String {
        switch self {
        case .argument(let name, let type): "\(name) \(type.spelling) \(type.storage.rawValue)"
        case .isSet(let name): "isSet \(name)"
        case .actor(let type): "actor \(type.spelling) \(type.storage.rawValue)"
        case .now(let type): "now \(type.spelling) \(type.storage.rawValue)"
        case .committedAt(let type): "committedAt \(type.spelling) \(type.storage.rawValue)"
        }
    }
}

extension MutationCondition {
    /// `denied: SELECT ?1 = 'ann' [actor String TEXT]`
    var text: String {
        "\(code): \(statement.sql) [\(statement.bindings.map(\.text).joined(separator: ", "))]"
    }
}

extension ReadRule {
    /// `member: project_id UUID ← SELECT …`, `issue_id -> issue`
    var text: String {
        let title = name.map { "\($0): " } ?? ""
        switch scope {
        case .expression(let sql, let type): return "\(title)\(sql) \(type.spelling) ← \(grant?.sql ?? "")"
        case .parent(let columns, let table): return "\(title)\(columns.joined(separator: ", ")) -> \(table)"
        }
    }
}

extension TableAccess {
    /// `issue(id, title)`
    var text: String { "\(table)(\(columns.joined(separator: ", ")))" }
}
