/// SQLite's reading of a column's declared type
/// (https://www.sqlite.org/datatype3.html#determination_of_column_affinity).
enum DeclaredType {
    static func affinity(of declared: String, isStrict: Bool = false) -> Affinity {
        let type = declared.uppercased()
        if isStrict, type == "ANY" { return .blob }
        if type.contains("INT") { return .integer }
        if ["CHAR", "CLOB", "TEXT"].contains(where: type.contains) { return .text }
        if type.isEmpty || type.contains("BLOB") { return .blob }
        if ["REAL", "FLOA", "DOUB"].contains(where: type.contains) { return .real }
        return .numeric
    }

    /// The storage class that values of a column have; nil if the declaration leaves it open.
    static func storage(of declared: String, affinity: Affinity) -> Storage? {
        switch affinity {
        case .integer: .integer
        case .real: .real
        case .text: .text
        case .blob: declared.uppercased().contains("BLOB") ? .blob : nil
        case .numeric: nil
        }
    }
}
