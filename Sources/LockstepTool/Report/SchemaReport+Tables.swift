import LockstepSchema

extension SchemaReport {
    struct Table: Encodable {
        let name: String
        let structName: String
        let documentation: String

        /// `replicated`, `server`, `client` or `derived`.
        let side: String

        let key: [String]
        let columns: [Column]
        let strict: Bool
        let withoutRowID: Bool
        let foreignKeys: [ForeignKey]
        let uniqueConstraints: [UniqueConstraint]

        /// Empty if everyone may read the table.
        let readRules: [ReadRule]

        init(_ table: LockstepSchema.Table) {
            name = table.name
            structName = table.structName.name
            documentation = table.documentation
            side = table.side.rawValue
            key = table.key
            columns = table.columns.map(Column.init)
            strict = table.isStrict
            withoutRowID = table.isWithoutRowID
            foreignKeys = table.foreignKeys.map(ForeignKey.init)
            uniqueConstraints = table.uniqueConstraints.map {
                UniqueConstraint(columns: $0.columns, partial: $0.isPartial)
            }
            if case .rules(let rules) = table.readAccess {
                readRules = rules.map(ReadRule.init)
            } else {
                readRules = []
            }
        }
    }

    struct Column: Encodable {
        let name: String
        let property: String
        let documentation: String

        /// As `CREATE TABLE` spells it; empty if there is none.
        let declaredType: String

        let affinity: String
        let type: String
        let swiftType: String
        let optional: Bool
        let storage: String

        /// True for a column of the primary key.
        let key: Bool

        /// `stored` or `virtual`, for a generated column.
        let generated: String?

        /// True if an INSERT may leave it out and still store a value other than NULL.
        let hasDefault: Bool

        init(_ column: LockstepSchema.Column) {
            let value = Value(name: column.name, column.type)
            name = column.name
            property = column.property.name
            documentation = column.documentation
            declaredType = column.declaredType
            affinity = column.affinity.rawValue
            type = value.type
            swiftType = value.swiftType
            optional = value.optional
            storage = value.storage
            key = column.isInKey
            generated = !column.isGenerated ? nil : column.isStored ? "stored" : "virtual"
            hasDefault = column.hasDefault
        }
    }

    struct ForeignKey: Encodable {
        let columns: [String]
        let parentTable: String
        let parentColumns: [String]

        /// `no action`, `restrict`, `set null`, `set default` or `cascade`.
        let onDelete: String
        let onUpdate: String
        let deferred: Bool

        init(_ key: LockstepSchema.ForeignKey) {
            columns = key.columns
            parentTable = key.parentTable
            parentColumns = key.parentColumns
            onDelete = Self.text(key.onDelete)
            onUpdate = Self.text(key.onUpdate)
            deferred = key.isDeferred
        }

        static func text(_ action: LockstepSchema.ForeignKey.Action) -> String {
            switch action {
            case .noAction: "no action"
            case .restrict: "restrict"
            case .setNull: "set null"
            case .setDefault: "set default"
            case .cascade: "cascade"
            }
        }
    }

    struct UniqueConstraint: Encodable {
        let columns: [String]
        let partial: Bool
    }

    struct ReadRule: Encodable {
        let name: String?

        /// An SQL expression over the row.
        let scope: String?

        /// The table whose rules hold, if the scope is that of a parent.
        let parent: String?

        let grant: BoundSQL?

        init(_ rule: LockstepSchema.ReadRule) {
            name = rule.name
            switch rule.scope {
            case .expression(let sql, _): (scope, parent) = (sql, nil)
            case .parent(let columns, let table): (scope, parent) = (columns.joined(separator: ", "), table)
            }
            grant = rule.grant.map(BoundSQL.init)
        }
    }
}
