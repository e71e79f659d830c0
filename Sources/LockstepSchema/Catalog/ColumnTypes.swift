import LockstepSQL

/// Decides the Swift type of every column: from `-- type:`, from CHECK, from the column that a foreign key refers to,
/// else from the declared type.
struct ColumnTypes {
    private var catalog: Catalog
    private let enums: EnumNames
    private let reporter: Reporter
    private var inProgress: Set<ColumnID> = []

    struct ColumnID: Hashable {
        let table: String
        let index: Int
    }

    /// The catalog with a type for each column, and the enums that columns have.
    static func decide(_ catalog: Catalog, reporter: Reporter) -> (Catalog, EnumNames) {
        let enums = EnumNames(catalog, reporter: reporter)
        var types = ColumnTypes(catalog: catalog, enums: enums, reporter: reporter)
        for table in catalog.orderedTables {
            for index in table.columns.indices { types.decide(ColumnID(table: table.folded, index: index)) }
        }
        return (types.catalog, enums)
    }

    private init(catalog: Catalog, enums: EnumNames, reporter: Reporter) {
        self.catalog = catalog
        self.enums = enums
        self.reporter = reporter
    }

    @discardableResult private mutating func decide(_ id: ColumnID) -> ValueType? {
        guard var table = catalog[table: id.table] else { return nil }
        let column = table.columns[id.index]
        if let type = column.type { return type }
        guard inProgress.insert(id).inserted else { return nil }
        defer { inProgress.remove(id) }
        guard var type = type(of: column, id, table) else { return nil }
        type.isOptional = column.isNullable
        // What it refers to may have been decided on the way.
        table = catalog[table: id.table] ?? table
        table.columns[id.index].type = type
        catalog.set(table)
        return type
    }

    private mutating func type(of column: CatalogColumn, _ id: ColumnID, _ table: CatalogTable) -> ValueType? {
        let directives = column.comments.directives(.type)
        if directives.count > 1 {
            reporter.error("`-- type:` stands here twice", at: directives[1].place)
        }
        if let directive = directives.first { return type(of: column, by: directive) }
        if let name = enums.name(of: id), let values = column.checkedValues {
            return ValueType(.enumeration(name), values.isText ? .text : .integer)
        }
        if let values = column.checkedValues, !values.isText {
            if values.set == [.integer(0), .integer(1)], column.affinity == .integer {
                return ValueType(.bool, .integer)
            }
            reporter.error(
                "the values of `\(column.name)` have no names", at: column.place,
                suggestion: "name them in the order of the CHECK with `-- cases: low, medium, high`, "
                    + "or say `-- type: Int`")
            return ValueType(.int, .integer)
        }
        if let inherited = inheritedType(of: column, id, table) { return inherited }
        return plainType(of: column)
    }

    /// The type of the column that the first foreign key over this column refers to.
    private mutating func inheritedType(of column: CatalogColumn, _ id: ColumnID, _ table: CatalogTable) -> ValueType? {
        for reference in table.references {
            guard let position = reference.columns.firstIndex(of: id.index), let parent = catalog.parent(of: reference),
                position < parent.columns.count
            else { continue }
            let parentID = ColumnID(table: parent.table.folded, index: parent.columns[position])
            guard parentID != id, let type = decide(parentID) else { continue }
            let storage = DeclaredType.storage(of: column.declaredType, affinity: column.affinity)
            if type.storage != .any, storage != type.storage {
                let parentColumn = parent.table.columns[parentID.index]
                reporter.error(
                    "`\(column.name)` is \(column.declaredType.isEmpty ? "untyped" : column.declaredType), but refers "
                        + "to `\(parent.table.name).\(parentColumn.name)`, which is \(type.storage.rawValue)",
                    at: column.place, notes: [.init("the column that it refers to", at: parentColumn.place)])
            }
            return type
        }
        return nil
    }

    private func plainType(of column: CatalogColumn) -> ValueType? {
        guard let storage = DeclaredType.storage(of: column.declaredType, affinity: column.affinity) else {
            let declared = column.declaredType.isEmpty ? "no type" : "the type \(column.declaredType)"
            let isBoolean = column.declaredType.uppercased().hasPrefix("BOOL")
            reporter.error(
                "`\(column.name)` has \(declared), which takes values of any kind", at: column.place,
                suggestion: isBoolean
                    ? "write INTEGER with CHECK (\(column.name) IN (0, 1)), or say `-- type: Bool`"
                    : "declare it INTEGER, REAL, TEXT or BLOB, or say `-- type: T`")
            return nil
        }
        return ValueType(ExpressionType.swift(for: storage), storage)
    }

    private func type(of column: CatalogColumn, by directive: Directive) -> ValueType? {
        guard directive.name == nil, let spelling = TypeSpelling(directive.value) else {
            reporter.error(
                "`\(directive.value)` is not the name of a type", at: directive.place,
                suggestion: "write for example `-- type: UUID`; remarks belong on a line of their own")
            return nil
        }
        if spelling.isOptional || spelling.isList {
            reporter.error(
                spelling.isOptional
                    ? "NOT NULL decides whether a column is optional" : "an array is no column's type",
                at: directive.place,
                suggestion: spelling.isOptional
                    ? "write `-- type: \(spelling.name)`" : "name a type of yours that conforms to ColumnValue")
            return nil
        }
        if let enumType = enums.type(named: spelling.name) {
            return enumeration(enumType, column, directive)
        }
        let storage = DeclaredType.storage(of: column.declaredType, affinity: column.affinity)
        guard let known = SwiftType(name: spelling.name) else {
            return ValueType(.custom(spelling.name), storage ?? .any)
        }
        let allowed = known.storages
        if let storage, allowed.contains(storage) { return ValueType(known, storage) }
        // NUMERIC keeps numbers, which is what DECIMAL, BOOLEAN and the like are declared for.
        if column.affinity == .numeric, let number = allowed.first(where: { $0 == .integer || $0 == .real }),
            known != .date
        {
            return ValueType(known, number)
        }
        let forms = allowed.map(\.rawValue).joined(separator: " or ")
        reporter.error(
            "a `\(spelling.name)` is stored as \(forms), not as \(column.declaredType)", at: directive.place,
            notes: [.init("the column", at: column.place)])
        return nil
    }

    private func enumeration(_ type: EnumNames.Entry, _ column: CatalogColumn, _ directive: Directive) -> ValueType? {
        let storage: Storage = type.values.isText ? .text : .integer
        guard DeclaredType.storage(of: column.declaredType, affinity: column.affinity) == storage else {
            reporter.error(
                "`\(type.name)` is stored as \(storage.rawValue), not as \(column.declaredType)", at: directive.place)
            return nil
        }
        return ValueType(.enumeration(type.name), storage)
    }
}

extension SwiftType {
    /// The types that Lockstep knows; nil for the name of another type.
    init?(name: String) {
        switch name {
        case "Int": self = .int
        case "Double": self = .double
        case "String": self = .string
        case "Bool": self = .bool
        case "Data": self = .data
        case "UUID": self = .uuid
        case "Date": self = .date
        case "URL": self = .url
        default: return nil
        }
    }

    /// The storage classes that values of the type may have, the usual one first.
    var storages: [Storage] {
        switch self {
        case .int, .bool: [.integer]
        case .double: [.real]
        case .string, .url, .record: [.text]
        case .data: [.blob]
        case .uuid: [.text, .blob]
        case .date: [.integer, .real, .text]
        case .enumeration, .custom: [.text, .integer, .real, .blob, .any]
        }
    }
}
