import Lockstep

/// A row of a replicated table, by the table's index in the schema.
struct TableRow: Hashable {
    let table: Int
    let key: [UInt8]
}

/// The rows that pending mutations had touched, and that a step gave the base's values.
final class UndoneRows {
    /// All of them.
    var isEverything = false

    var rows: Set<TableRow> = []

    /// The tables that the step touched; not kept once everything is undone.
    var touchedTables: Set<Int> = []
}
