import LockstepSQL

/// Where a statement names tables and their columns: what a renaming changes in it.
struct NameSites {
    private(set) var tables: [SourceSpan: String] = [:]
    private(set) var columns: [SourceSpan: ColumnOrigin] = [:]

    mutating func note(_ table: CatalogTable, at span: SourceSpan) { tables[span] = table.folded }
    mutating func note(_ column: ColumnOrigin, at span: SourceSpan) { columns[span] = column }
}
