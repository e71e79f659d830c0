import LockstepSQL

/// A view; its select is resolved where the view is used.
struct CatalogView {
    let name: String

    /// The name, where it is declared.
    let place: SourcePlace
    let columns: [Identifier]?

    /// With the names that its tables and columns have after the migrations so far: see `SchemaRename`.
    var select: Select

    /// The statement: in its file, or alone once something in it has been renamed.
    var statement: SourcePlace

    /// Where its tables are.
    var side = ExecutionSide.both

    var source: SourceText { statement.source }
}
