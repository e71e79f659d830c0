import LockstepSQL
import LockstepSchema

/// The model of a schema with a table on every side, conditions, a handler, a read rule and a bulk parameter.
enum DepotModel {
    static var schema: Schema {
        Schema(
            name: SwiftIdentifier("Depot"), access: .internal, imports: [], oldestSQLite: SQLiteVersion(minor: 40),
            migrations: migrations, tables: [crate, draft, audit, total], mutations: mutations, queries: queries,
            enums: [kind, state],
            rowStructs: [
                RowStruct(
                    name: SwiftIdentifier("AuditCountsRow"), queries: ["auditCounts"],
                    fields: [
                        .init(name: SwiftIdentifier("kind"), column: 0, content: .value(kindType)),
                        .init(name: SwiftIdentifier("count"), column: 1, content: .value(integer)),
                    ])
            ],
            codes: [SwiftIdentifier("notFound"), SwiftIdentifier("tooLate")], bulkRows: [newCrate, oddity],
            derivedTables: [
                DerivedTable(
                    name: "total", sources: [TableAccess(table: "crate", columns: ["id", "state"])],
                    clearSQL: "DELETE FROM total")
            ],
            derivedTriggers: [
                DerivedTrigger(
                    name: "crate_added", table: "crate", moment: "AFTER INSERT",
                    action: """
                        BEGIN
                          INSERT INTO total VALUES (new.state, 1) ON CONFLICT (state) DO UPDATE SET crates = crates + 1;
                        END
                        """)
            ])
    }

    // MARK: Types

    private static let id = ValueType(.uuid, .text)
    private static let text = ValueType(.string, .text)
    private static let integer = ValueType(.int, .integer)
    private static let time = ValueType(.date, .text, isOptional: true)
    private static let weight = ValueType(.double, .real, isOptional: true)
    private static let stateType = ValueType(.enumeration("State"), .text)
    private static let kindType = ValueType(.enumeration("Kind"), .text)
    private static let crates = ValueType(.record("NewCrate"), .text, isList: true)

    private static let state = EnumType(
        name: SwiftIdentifier("State"), columns: ["crate.state"],
        cases: ["open", "packed"].map { .init(name: SwiftIdentifier($0), rawValue: .text($0)) })
    private static let kind = EnumType(
        name: SwiftIdentifier("Kind"), columns: ["audit.kind"],
        cases: ["pack", "sweep"].map { .init(name: SwiftIdentifier($0), rawValue: .text($0)) })

    private static let newCrate = BulkRow(
        name: SwiftIdentifier("NewCrate"), table: "crate",
        fields: [
            .init(name: SwiftIdentifier("id"), column: "id", type: id),
            .init(name: SwiftIdentifier("label"), column: "label", type: text),
            .init(name: SwiftIdentifier("weight"), column: "weight", type: weight),
            .init(name: SwiftIdentifier("packedAt"), column: "packed_at", type: time),
            .init(name: SwiftIdentifier("isHeavy"), column: "is_heavy", type: ValueType(.bool, .integer)),
            .init(name: SwiftIdentifier("state"), column: "state", type: stateType),
        ])

    /// Columns with names that generated functions use themselves.
    private static let oddity = BulkRow(
        name: SwiftIdentifier("Oddity"), table: "oddity",
        fields: ["json", "key", "self", "default", "generator"].map {
            .init(name: SwiftIdentifier($0), column: $0, type: text)
        })

    // MARK: Tables

    private static let crateSQL = """
        CREATE TABLE crate (
          id TEXT NOT NULL PRIMARY KEY,
          label TEXT NOT NULL,
          weight REAL,
          packed_at TEXT,
          is_heavy INTEGER NOT NULL DEFAULT 0 CHECK (is_heavy IN (0, 1)),
          state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'packed'))
        ) STRICT;
        """
    private static let auditSQL = """
        CREATE TABLE audit (
          crate_id TEXT NOT NULL,
          kind TEXT NOT NULL CHECK (kind IN ('pack', 'sweep')),
          actor TEXT NOT NULL
        ) STRICT;
        """
    private static let clientSQL = """
        CREATE TABLE draft (crate_id TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL) STRICT;
        CREATE TABLE total (state TEXT NOT NULL PRIMARY KEY, crates INTEGER NOT NULL) STRICT;
        """

    private static let migrations = [
        Migration(number: 1, name: "0001_crates", sql: crateSQL),
        Migration(
            number: 2, name: "0002_sides", sql: auditSQL + "\n" + clientSQL, clientSQL: clientSQL, serverSQL: auditSQL),
    ]

    private static let crate = table(
        "crate",
        [
            ("id", id), ("label", text), ("weight", weight), ("packed_at", time),
            ("is_heavy", ValueType(.bool, .integer)), ("state", stateType),
        ],
        access: .rules([
            ReadRule(
                name: "member", scope: .expression(sql: "label", text),
                grant: BoundStatement(
                    sql: "SELECT crate_id FROM audit WHERE actor = ?1", bindings: [.actor(text)], side: .server),
                reads: [TableAccess(table: "audit", columns: ["crate_id", "actor"])], place: place)
        ]))
    private static let draft = table("draft", [("crate_id", id), ("text", text)], side: .client)
    private static let audit = table(
        "audit", [("crate_id", id), ("kind", kindType), ("actor", text)], side: .server, hasKey: false)
    private static let total = table("total", [("state", stateType), ("crates", integer)], side: .derived)

    private static func table(
        _ name: String, _ columns: [(String, ValueType)], side: TableSide = .replicated, hasKey: Bool = true,
        access: ReadAccess = .everyone
    ) -> Table {
        Table(
            name: name, structName: SwiftIdentifier(name.prefix(1).uppercased() + name.dropFirst()), documentation: "",
            columns: columns.enumerated().map { index, column in
                Column(
                    name: column.0, property: SwiftIdentifier(property(column.0)), documentation: "",
                    declaredType: column.1.storage.rawValue,
                    affinity: Affinity(rawValue: column.1.storage.rawValue.lowercased()) ?? .text, type: column.1,
                    isGenerated: false, isInKey: hasKey && index == 0, hasDefault: false)
            },
            key: hasKey ? [columns[0].0] : [], isStrict: true, isWithoutRowID: false, foreignKeys: [],
            uniqueConstraints: [], side: side, readAccess: access)
    }

    private static func property(_ column: String) -> String {
        let words = column.split(separator: "_")
        return words[0] + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private static let place = SourcePlace(
        SourceText(path: "schema/mutations.sql", bytes: []), SourceSpan(at: 0))
}

// MARK: - Definitions

extension DepotModel {
    private static let mutations = [addCrates, keepOddities, packCrate, saveDraft, sweep]

    private static var addCrates: Mutation {
        let name = SwiftIdentifier("crates")
        let sql = """
            INSERT INTO crate (id, label, weight, packed_at, is_heavy, state)
            SELECT value ->> 'id', value ->> 'label', value ->> 'weight', value ->> 'packed_at', value ->> 'is_heavy',
              value ->> 'state' FROM json_each(?1)
            """
        return Mutation(
            name: SwiftIdentifier("addCrates"), documentation: "", arguments: [Argument(name: name, type: crates)],
            conditions: [condition("denied", "SELECT true", isAlwaysTrue: true)], handler: .instead,
            statements: [BoundStatement(sql: sql, bindings: [.argument(name, crates)])], reads: [],
            writes: [TableAccess(table: "crate", columns: crate.columns.map(\.name))], addressedRow: nil,
            replayObstacles: [])
    }

    private static var keepOddities: Mutation {
        let argument = Argument(
            name: SwiftIdentifier("oddities"), type: ValueType(.record("Oddity"), .text, isList: true))
        return Mutation(
            name: SwiftIdentifier("keepOddities"), documentation: "", arguments: [argument],
            statements: [
                BoundStatement(
                    sql: "INSERT INTO draft SELECT value ->> 'self', value ->> 'json' FROM json_each(?1)",
                    bindings: [.argument(argument.name, argument.type)], side: .client)
            ],
            reads: [], writes: [TableAccess(table: "draft", columns: ["crate_id", "text"])], addressedRow: nil,
            replayObstacles: [])
    }

    private static var packCrate: Mutation {
        let argument = Binding.argument(SwiftIdentifier("id"), id)
        return Mutation(
            name: SwiftIdentifier("packCrate"), documentation: "Closes a crate.",
            arguments: [Argument(name: SwiftIdentifier("id"), type: id)],
            conditions: [
                condition("denied", "SELECT ?1 <> 'mallory'", [.actor(text)]),
                condition("notFound", "SELECT EXISTS (SELECT 1 FROM crate WHERE id = ?1)", [argument], side: .both),
                condition("tooLate", "SELECT ?1 < 2000000000000", [.now(integer)]),
            ],
            handler: .before,
            statements: [
                BoundStatement(
                    sql: "INSERT INTO audit (crate_id, kind, actor) VALUES (?1, 'pack', ?2)",
                    bindings: [argument, .actor(text)], side: .server),
                BoundStatement(
                    sql: "UPDATE crate SET state = 'packed', packed_at = ?2 WHERE id = ?1",
                    bindings: [argument, .now(ValueType(.date, .text))]),
            ],
            reads: [TableAccess(table: "crate", columns: ["id"])],
            writes: [
                TableAccess(table: "audit", columns: ["crate_id", "kind", "actor"]),
                TableAccess(table: "crate", columns: ["packed_at", "state"]),
            ],
            addressedRow: nil, replayObstacles: [ReplayObstacle(message: "it is about a server's table", place: place)])
    }

    private static var saveDraft: Mutation {
        let arguments = [
            Argument(name: SwiftIdentifier("crateId"), type: id), Argument(name: SwiftIdentifier("text"), type: text),
        ]
        return Mutation(
            name: SwiftIdentifier("saveDraft"), documentation: "", arguments: arguments,
            statements: [
                BoundStatement(
                    sql: "INSERT INTO draft VALUES (?1, ?2) ON CONFLICT (crate_id) DO UPDATE SET text = ?2",
                    bindings: arguments.map { .argument($0.name, $0.type) }, side: .client)
            ],
            reads: [], writes: [TableAccess(table: "draft", columns: ["crate_id", "text"])],
            addressedRow: AddressedRow(table: "draft", key: [.argument(arguments[0].name, id)]), replayObstacles: [])
    }

    private static var sweep: Mutation {
        Mutation(
            name: SwiftIdentifier("sweep"), documentation: "", arguments: [],
            conditions: [condition("denied", "SELECT EXISTS (SELECT 1 FROM audit WHERE actor = ?1)", [.actor(text)])],
            handler: .after, statements: [BoundStatement(sql: "DELETE FROM crate", bindings: [])], reads: [],
            writes: [TableAccess(table: "crate", columns: crate.columns.map(\.name))], addressedRow: nil,
            replayObstacles: [ReplayObstacle(message: "it has a handler", place: place)])
    }

    private static func condition(
        _ code: String, _ sql: String, _ bindings: [Binding] = [], isAlwaysTrue: Bool = false,
        side: ExecutionSide = .server
    ) -> MutationCondition {
        MutationCondition(
            code: SwiftIdentifier(code), statement: BoundStatement(sql: sql, bindings: bindings, side: side),
            isAlwaysTrue: isAlwaysTrue, reads: [], place: place)
    }

    private static let queries = [
        query(
            "auditCounts", "SELECT kind, count(*) FROM audit GROUP BY kind ORDER BY kind", .server,
            .row(SwiftIdentifier("AuditCountsRow")), reads: ["audit"]),
        query(
            "audits", "SELECT crate_id, kind, actor FROM audit ORDER BY rowid", .server, .table("audit"),
            reads: ["audit"]),
        query(
            "crates", "SELECT id, label, weight, packed_at, is_heavy, state FROM crate ORDER BY id", .both,
            .table("crate"), reads: ["crate"]),
        query(
            "drafts", "SELECT crate_id, text FROM draft ORDER BY crate_id", .client, .table("draft"), reads: ["draft"]),
        query("totals", "SELECT state, crates FROM total ORDER BY state", .client, .table("total"), reads: ["total"]),
    ]

    private static func query(
        _ name: String, _ sql: String, _ side: ExecutionSide, _ result: QueryResult, reads: [String]
    ) -> Query {
        Query(
            name: SwiftIdentifier(name), documentation: "", cardinality: .many, arguments: [],
            statement: BoundStatement(sql: sql, bindings: [], side: side), result: result,
            reads: reads.map { TableAccess(table: $0, columns: []) }, pinnedRow: nil)
    }
}
