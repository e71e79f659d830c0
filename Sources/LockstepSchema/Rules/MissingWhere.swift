import LockstepSQL

/// An UPDATE or DELETE of a mutation that changes every row of a table.
enum MissingWhere {
    static func warnings(in definition: Definition) -> [Diagnostic] {
        guard definition.kind == .mutation else { return [] }
        return definition.statements.compactMap { statement in
            switch statement.kind {
            case .update(let update) where update.condition == nil:
                warning("UPDATE", "changes", update.table, definition)
            case .delete(let delete) where delete.condition == nil:
                warning("DELETE", "deletes", delete.table, definition)
            default: nil
            }
        }
    }

    private static func warning(
        _ word: String, _ verb: String, _ table: TargetTable, _ definition: Definition
    ) -> Diagnostic {
        Rule.missingWhere.warning(
            "\(word) without WHERE \(verb) every row of `\(table.name.name.name)`", at: definition.place(table.span),
            suggestion: "add WHERE", home: .definition)
    }
}
