import LockstepSchema

/// `Rows.generated.swift`: enums, the structs of tables and those of queries.
struct RowsFile {
    private let root: Root

    init(_ root: Root) {
        self.root = root
    }

    var code: SwiftCode {
        let schema = root.schema
        let enums = schema.enums.map { EnumCode($0, in: root).code }
        let tables = schema.tables.map { RowStructCode(table: $0, in: root).code }
        let results = schema.rowStructs.map { RowStructCode(result: $0, in: root).code }
        let content = enums + tables + results
        guard !content.isEmpty else { return "" }
        return """
            extension \(root.name) {
                \(blocks: content)
            }
            """
    }
}
