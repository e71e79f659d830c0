import LockstepSchema

/// `Rows.generated.swift`: enums, the structs of tables, those of queries and those of bulk parameters.
struct RowsFile {
    private let root: Root
    private let part: SchemaPart

    init(_ root: Root, _ part: SchemaPart) {
        self.root = root
        self.part = part
    }

    var code: SwiftCode {
        guard part.hasRows else { return "" }
        let enums = part.enums.map { EnumCode($0, in: root).code }
        let tables = part.tables.map { RowStructCode(table: $0, in: root).code }
        let results = part.rowStructs.map { RowStructCode(result: $0, in: root).code }
        let bulkRows = part.bulkRows.map { BulkRowCode($0, in: root).code }
        return """
            extension \(root.name) {
                \(blocks: enums + tables + results + bulkRows)
            }
            """
    }
}
