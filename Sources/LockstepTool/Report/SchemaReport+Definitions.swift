import LockstepSQL
import LockstepSchema

extension SchemaReport {
    struct Mutation: Encodable {
        let name: String
        let documentation: String
        let arguments: [Parameter]

        /// The same as `arguments`.
        let parameters: [Parameter]

        let statements: [String]
        let boundStatements: [BoundSQL]

        /// What must hold on the server, in order.
        let conditions: [Condition]

        /// `before`, `instead` or `after`.
        let handler: String?

        /// True if it is about tables of the client's only, and never pushed.
        let local: Bool

        let reads: [Access]
        let writes: [Access]
        let addressedTable: String?
        let addressedRow: Row?
        let isReplayable: Bool

        /// Why the mutation is not replayable: sentences without a full stop.
        let obstacles: [String]
        let obstaclePlaces: [Obstacle]

        init(_ mutation: LockstepSchema.Mutation) {
            name = mutation.name.name
            documentation = mutation.documentation
            arguments = mutation.arguments.map(Parameter.init)
            parameters = arguments
            statements = mutation.statements.map(\.sql)
            boundStatements = mutation.statements.map(BoundSQL.init)
            conditions = mutation.conditions.map(Condition.init)
            handler = mutation.handler?.rawValue
            local = mutation.isLocal
            reads = mutation.reads.map(Access.init)
            writes = mutation.writes.map(Access.init)
            addressedTable = mutation.addressedRow?.table
            addressedRow = mutation.addressedRow.map(Row.init)
            isReplayable = mutation.isReplayable
            obstacles = mutation.replayObstacles.map(\.message)
            obstaclePlaces = mutation.replayObstacles.map(Obstacle.init)
        }
    }

    struct Condition: Encodable {
        /// `denied` for `-- allow:`.
        let code: String

        let alwaysTrue: Bool
        let statement: BoundSQL
        let reads: [Access]
        let path: String
        let line: Int
        let column: Int

        init(_ condition: MutationCondition) {
            code = condition.code.name
            alwaysTrue = condition.isAlwaysTrue
            statement = BoundSQL(condition.statement)
            reads = condition.reads.map(Access.init)
            path = condition.place.source.path
            line = condition.place.location.line
            column = condition.place.location.column
        }
    }

    struct Obstacle: Encodable {
        let message: String
        let path: String
        let line: Int
        let column: Int

        init(_ obstacle: ReplayObstacle) {
            message = obstacle.message
            path = obstacle.place.source.path
            line = obstacle.place.location.line
            column = obstacle.place.location.column
        }
    }

    struct Query: Encodable {
        let name: String
        let documentation: String

        /// `many` or `one`.
        let kind: String

        /// `many`, `optionalOne` or `exactlyOne`.
        let cardinality: String

        let side: String
        let arguments: [Parameter]

        /// The same as `arguments`.
        let parameters: [Parameter]

        let statement: String
        let boundStatement: BoundSQL

        /// As SQLite gives them, nested structs column by column.
        let columns: [Value]

        /// The Swift type of a row.
        let rowType: String

        let reads: [Access]
        let pinnedTable: String?
        let pinnedRow: Row?

        init(_ query: LockstepSchema.Query, in schema: Schema) {
            name = query.name.name
            documentation = query.documentation
            kind = query.cardinality == .many ? "many" : "one"
            cardinality = query.cardinality.text
            side = query.side.rawValue
            arguments = query.arguments.map(Parameter.init)
            parameters = arguments
            statement = query.statement.sql
            boundStatement = BoundSQL(query.statement)
            columns = query.columns.map { column in
                Value(name: column.name, property: column.path.map(\.name).joined(separator: "."), column.type)
            }
            rowType = query.rowType(in: schema)
            reads = query.reads.map(Access.init)
            pinnedTable = query.pinnedRow?.table
            pinnedRow = query.pinnedRow.map(Row.init)
        }
    }
}

extension Query.Cardinality {
    fileprivate var text: String {
        switch self {
        case .many: "many"
        case .optionalOne: "optionalOne"
        case .exactlyOne: "exactlyOne"
        }
    }
}

extension Query {
    /// The Swift type of a row, inside the root type.
    func rowType(in schema: Schema) -> String {
        switch result {
        case .scalar(let type): type.spelling
        case .table(let name): schema.table(named: name)?.structName.name ?? name
        case .row(let name): name.name
        }
    }
}
