import LockstepSQL

extension Dump {
    static func createTable(_ table: CreateTable) -> String {
        let content: [String?] =
            switch table.content {
            case .select(let select): ["AS", self.select(select)]
            case .definition(let definition):
                definition.columns.map(column) + definition.constraints.map(tableConstraint) + [
                    definition.isStrict ? "STRICT" : nil, definition.isWithoutRowid ? "WITHOUT-ROWID" : nil,
                ]
            }
        return list(
            table.isTemporary ? "TEMP-TABLE" : "TABLE",
            [table.ifNotExists ? "IF-NOT-EXISTS" : nil, qualified(table.name)] + content)
    }

    static func column(_ column: ColumnDefinition) -> String {
        list(name(column.name), [column.type.map { "<\($0.text)>" }] + column.constraints.map(columnConstraint))
    }

    private static func conflict(_ clause: ConflictClause?) -> String? {
        clause.map { "OR-\($0.action.rawValue)" }
    }

    private static func named(_ constraint: Identifier?, _ head: String, _ parts: [String?]) -> String {
        let body = parts.contains { $0 != nil } ? list(head, parts) : head
        return constraint.map { list("CONSTRAINT", [name($0), body]) } ?? body
    }

    private static func columnConstraint(_ constraint: ColumnConstraint) -> String {
        let or = conflict(constraint.conflict)
        let name = constraint.name
        return switch constraint.kind {
        case .null: named(name, "NULL", [or])
        case .notNull: named(name, "NOT-NULL", [or])
        case .primaryKey(let direction, let isAutoincrement):
            named(name, "PRIMARY", [direction?.rawValue, or, isAutoincrement ? "AUTOINCREMENT" : nil])
        case .unique: named(name, "UNIQUE", [or])
        case .check(let condition): named(name, "CHECK", [expression(condition)])
        case .defaultValue(let value):
            named(name, value.isParenthesized ? "DEFAULT()" : "DEFAULT", [expression(value.expression)])
        case .collate(let collation): named(name, "COLLATE", [Dump.name(collation)])
        case .references(let target): named(name, "REFERENCES", references(target))
        case .deferrable(let deferral): named(name, self.deferral(deferral), [])
        case .generated(let value, let isStored): named(name, isStored ? "STORED" : "VIRTUAL", [expression(value)])
        }
    }

    static func tableConstraint(_ constraint: TableConstraint) -> String {
        let or = conflict(constraint.conflict)
        let name = constraint.name
        return switch constraint.kind {
        case .primaryKey(let terms, let isAutoincrement):
            named(name, "PRIMARY", terms.map(term) + [isAutoincrement ? "AUTOINCREMENT" : nil, or])
        case .unique(let terms): named(name, "UNIQUE", terms.map(term) + [or])
        case .check(let condition): named(name, "CHECK", [expression(condition), or])
        case .foreignKey(let columns, let target):
            named(name, "FOREIGN", [names(columns), list("REFERENCES", references(target))])
        }
    }

    private static func references(_ target: ForeignKeyTarget) -> [String?] {
        [
            name(target.table), target.columns.map(names), target.onDelete.map { list("DELETE", [$0.rawValue]) },
            target.onUpdate.map { list("UPDATE", [$0.rawValue]) }, target.match.map { list("MATCH", [name($0)]) },
            target.deferral.map(deferral),
        ]
    }

    private static func deferral(_ deferral: Deferral) -> String {
        deferral.isInitiallyDeferred ? "DEFERRED" : deferral.isDeferrable ? "DEFERRABLE" : "NOT-DEFERRABLE"
    }
}
