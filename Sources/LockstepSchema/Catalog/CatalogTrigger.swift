import LockstepSQL

/// A trigger of a table.
///
/// A trigger of a replicated table that writes replicated tables runs on both sides, with the mutation that fires it. One
/// that writes the server's tables only runs there, one that writes client or derived tables only on clients: what they
/// do is no part of the mutation.
struct CatalogTrigger {
    let name: String

    /// The name, where it is declared.
    let place: SourcePlace

    /// The table's name in lower case.
    var table: String

    /// With the names that its tables and columns have after the migrations so far: see `SchemaRename`.
    var tree: CreateTrigger

    /// The statement: in its file, or alone once something in it has been renamed.
    var statement: SourcePlace

    /// Where it exists.
    var side = ExecutionSide.both

    /// It writes derived tables. It is no part of the migrations: clients make it a TEMP trigger, which fires with
    /// triggers off as well, so that rows which an undo or a step changes are followed too.
    var keepsDerived = false

    var source: SourceText { statement.source }
}

/// What fires a trigger.
enum TriggerEvent: Hashable {
    case insert
    case delete

    /// By indexes of columns.
    case update(Set<Int>)
}

extension CatalogTrigger {
    func isFired(by event: TriggerEvent, of table: CatalogTable) -> Bool {
        switch (event, tree.event) {
        case (.insert, .insert), (.delete, .delete), (.update, .update(of: nil)): true
        case (.update(let columns), .update(of: let names?)):
            names.contains { name in table.index(ofColumn: name.name).map(columns.contains) ?? false }
        default: false
        }
    }
}
