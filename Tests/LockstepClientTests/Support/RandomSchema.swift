import Lockstep

/// A schema that a seed decides: `RandomSchema.$plan.withValue(RandomSchema.Plan(using: &generator)) { … }`.
enum RandomSchema: SyncSchema {
    struct Plan: Sendable {
        let tables: [RandomTable]
        let sql: String
        let statements: [RandomStatement]
        let descriptions: [TableDescription]
        let mutations: [MutationDescription]

        init(using generator: inout some RandomNumberGenerator) {
            var tables: [RandomTable] = []
            var sql = ""
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let table = RandomTable(after: tables, using: &generator)
                sql += table.sql(among: tables)
                tables.append(table)
            }
            self.tables = tables
            self.sql = sql + tables.map(\.triggerSQL).joined()
            statements = tables.indices.flatMap { RandomStatement.all(on: $0, of: tables) }
            // The column of a foreign key has the affinity of what it refers to.
            descriptions = tables.map { table in
                let description = table.description
                guard let parent = table.foreignKey?.parent else { return description }
                let affinity = tables[parent].description.columns[0].affinity
                let columns = description.columns.dropLast() + [ColumnDescription("p", affinity)]
                return TableDescription(
                    name: description.name, columns: Array(columns), key: description.key,
                    isWithoutRowID: description.isWithoutRowID)
            }
            mutations = statements.map { statement in
                MutationDescription(
                    name: statement.name, fingerprint: statement.name, isReplayable: true, reads: [], writes: [],
                    addressedTable: statement.addressedTable)
            }.sorted { $0.name < $1.name }
        }
    }

    @TaskLocal static var plan = {
        var generator = SystemRandomNumberGenerator()
        return Plan(using: &generator)
    }()

    static let name = "Random"
    static let version = 1
    static let fingerprint = "random"
    static var migrations: [Migration] { [Migration(name: "0001_random", sql: plan.sql)] }
    static var tables: [TableDescription] { plan.descriptions }
    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>] { [] }

    /// A statement of the plan with its arguments.
    struct Mutation: SyncMutation {
        let name: String
        let a: Int
        let b: Int
        let c: Int

        static var descriptions: [MutationDescription] { plan.mutations }

        static func arbitrary(using generator: inout some RandomNumberGenerator) -> Mutation {
            Mutation(
                name: plan.statements.randomElement(using: &generator)?.name ?? "",
                a: .random(in: 0...5, using: &generator), b: .random(in: 0...5, using: &generator),
                c: .random(in: 0...8, using: &generator))
        }
    }
}

extension RandomSchema.Mutation {
    init(name: String, arguments json: inout JSONReader) throws {
        guard RandomSchema.plan.statements.contains(where: { $0.name == name }) else {
            throw UnknownMutation(name: name)
        }
        var values: [String: Int] = [:]
        try json.beginObject()
        while let key = try json.nextKey() { values[key.name] = try Int(from: &json) }
        self.init(
            name: name, a: try values["a"].required("a"), b: try values["b"].required("b"),
            c: try values["c"].required("c"))
    }

    func encodeArguments(to json: inout JSONWriter) {
        json.object { json in
            for (key, value) in [("a", a), ("b", b), ("c", c)] {
                json.key(key)
                value.encode(to: &json)
            }
        }
    }

    func apply(to connection: SQLiteConnection, in context: MutationContext) throws {
        guard let statement = RandomSchema.plan.statements.first(where: { $0.name == name }) else { return }
        for sql in statement.sql {
            let prepared = try connection.statement(sql)
            let values = [a, b, c, Int(context.now % 5)]
            for (index, value) in values.prefix(RandomStatement.parameterCount(of: sql)).enumerated() {
                try prepared.bind(value, at: Int32(index + 1))
            }
            try prepared.run()
        }
    }
}
