import LockstepSQL

extension Dump {
    static func statement(_ statement: Statement) -> String {
        switch statement.kind {
        case .select(let select): self.select(select)
        case .insert(let insert): self.insert(insert)
        case .update(let update): self.update(update)
        case .delete(let delete):
            list(
                "DELETE",
                [
                    delete.with.map(with), target(delete.table), delete.condition.map(condition),
                    delete.returning.map(returning),
                ])
        case .createTable(let table): createTable(table)
        case .createVirtualTable(let table):
            list(
                "VIRTUAL-TABLE",
                [flag(table.ifNotExists, "IF-NOT-EXISTS"), qualified(table.name), name(table.module)]
                    + table.arguments.map { "<\($0.text)>" })
        case .createIndex(let index):
            list(
                index.isUnique ? "UNIQUE-INDEX" : "INDEX",
                [flag(index.ifNotExists, "IF-NOT-EXISTS"), qualified(index.name), name(index.table)]
                    + index.terms.map(term) + [index.condition.map(condition)])
        case .createView(let view):
            list(
                view.isTemporary ? "TEMP-VIEW" : "VIEW",
                [
                    flag(view.ifNotExists, "IF-NOT-EXISTS"), qualified(view.name), view.columns.map(names),
                    select(view.select),
                ])
        case .createTrigger(let trigger): createTrigger(trigger)
        case .alterTable(let alter): list("ALTER", [qualified(alter.table), change(alter.change)])
        case .drop(let drop):
            list("DROP-\(drop.subject.rawValue)", [flag(drop.ifExists, "IF-EXISTS"), qualified(drop.name)])
        case .utility(let utility): list(utility.kind.rawValue, [utility.name.map(qualified), utility.value])
        }
    }

    private static func flag(_ isSet: Bool, _ word: String) -> String? { isSet ? word : nil }

    private static func condition(_ condition: Expression) -> String { list("WHERE", [expression(condition)]) }

    private static func returning(_ returning: Returning) -> String { list("RETURNING", [columns(returning.columns)]) }

    private static func target(_ target: TargetTable) -> String {
        let table =
            switch target.hint {
            case nil: qualified(target.name)
            case .notIndexed: list("NOT-INDEXED", [qualified(target.name)])
            case .indexedBy(let index): list("INDEXED", [qualified(target.name), name(index)])
            }
        return target.alias.map { list("AS", [table, name($0)]) } ?? table
    }

    private static func verb(_ verb: String, _ conflict: ConflictClause?) -> String {
        conflict.map { "\(verb)-OR-\($0.action.rawValue)" } ?? verb
    }

    private static func insert(_ insert: Insert) -> String {
        let rows =
            switch insert.rows {
            case .values(let values): self.values(values)
            case .select(let select): self.select(select)
            case .defaults: "DEFAULTS"
            }
        return list(
            insert.isReplace ? "REPLACE" : verb("INSERT", insert.conflict),
            [insert.with.map(with), target(insert.table), insert.columns.map(names), rows]
                + insert.upserts.map(upsert) + [insert.returning.map(returning)])
    }

    private static func upsert(_ upsert: Upsert) -> String {
        let target = upsert.target.map {
            list("TARGET", $0.columns.map(term) + [$0.condition.map(condition)])
        }
        return switch upsert.action {
        case .nothing: list("CONFLICT", [target, "NOTHING"])
        case .update(let assignments, let condition):
            list("CONFLICT", [target, set(assignments), condition.map(self.condition)])
        }
    }

    private static func set(_ assignments: [Assignment]) -> String {
        list(
            "SET",
            assignments.map { list($0.isRow ? names($0.columns) : name($0.columns[0]), [expression($0.value)]) })
    }

    private static func update(_ update: Update) -> String {
        list(
            verb("UPDATE", update.conflict),
            [
                update.with.map(with), target(update.table), set(update.assignments),
                update.from.map { list("FROM", [from($0)]) }, update.condition.map(condition),
                update.returning.map(returning),
            ])
    }

    private static func createTrigger(_ trigger: CreateTrigger) -> String {
        let event: String =
            switch trigger.event {
            case .delete: "DELETE"
            case .insert: "INSERT"
            case .update(nil): "UPDATE"
            case .update(let columns?): list("UPDATE", [names(columns)])
            }
        return list(
            trigger.isTemporary ? "TEMP-TRIGGER" : "TRIGGER",
            [
                flag(trigger.ifNotExists, "IF-NOT-EXISTS"), qualified(trigger.name), trigger.time?.rawValue, event,
                qualified(trigger.table), flag(trigger.isForEachRow, "EACH-ROW"),
                trigger.condition.map { list("WHEN", [expression($0)]) },
            ] + trigger.body.map(statement))
    }

    private static func change(_ change: AlterTable.Change) -> String {
        switch change {
        case .rename(let new): list("RENAME", [name(new)])
        case .renameColumn(let old, let new): list("RENAME-COLUMN", [name(old), name(new)])
        case .addColumn(let column): list("ADD", [self.column(column)])
        case .dropColumn(let column): list("DROP", [name(column)])
        case .addConstraint(let constraint): list("ADD", [tableConstraint(constraint)])
        case .dropConstraint(let constraint): list("DROP-CONSTRAINT", [name(constraint)])
        case .setNotNull(let column, let conflict): list("SET-NOT-NULL", [name(column), conflict?.action.rawValue])
        case .dropNotNull(let column): list("DROP-NOT-NULL", [name(column)])
        }
    }
}
