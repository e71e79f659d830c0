import LockstepSQL

/// Decides the Swift type of every column: from `-- type:`, from CHECK, from the column that a foreign key refers to,
/// else from the declared type.
struct ColumnTypes {
    private var catalog: Catalog
    private let enums: EnumNames
    private let oldestSQLite: SQLiteVersion
    private let reporter: Reporter
    private var inProgress: Set<ColumnID> = []

    struct ColumnID: Hashable {
        let table: String
        let index: Int
    }

    /// The catalog with a type for each column, and the enums that columns have.
    static func decide(
        _ catalog: Catalog, oldestSQLite: SQLiteVersion, reporter: Reporter
    ) -> (Catalog, EnumNames) {
        let enums = EnumNames(catalog, reporter: reporter)
        var types = ColumnTypes(catalog: catalog, enums: enums, oldestSQLite: oldestSQLite, reporter: reporter)
        for table in catalog.orderedTables {
            for index in table.columns.indices { types.decide(ColumnID(table: table.folded, index: index)) }
        }
        return (types.catalog, enums)
    }

    private init(catalog: Catalog, enums: EnumNames, oldestSQLite: SQLiteVersion, reporter: Reporter) {
        self.catalog = catalog
        self.enums = enums
        self.oldestSQLite = oldestSQLite
        self.reporter = reporter
    }

    @discardableResult private mutating func decide(_ id: ColumnID) -> ValueType? {
        guard let type = undecided(id) else { return catalog.tables[id.table]?.columns[id.index].type }
        catalog.setType(type, ofColumn: id.index, in: id.table)
        return type
    }

    /// The type of a column that has none yet.
    private mutating func undecided(_ id: ColumnID) -> ValueType? {
        guard let table = catalog.tables[id.table] else { return nil }
        let column = table.columns[id.index]
        guard column.type == nil else { return nil }
        guard inProgress.insert(id).inserted else { return nil }
        defer { inProgress.remove(id) }
        let value = column.generated.map { generatedType($0, id, table) }
        guard var type = type(of: column, id, table, value) else { return nil }
        type.isOptional = column.isNullable && value?.isNullable ?? true
        return type
    }

    /// - Parameter value: What a generated column computes.
    private mutating func type(
        of column: CatalogColumn, _ id: ColumnID, _ table: CatalogTable, _ value: ExpressionType?
    ) -> ValueType? {
        if let value, !checkGenerated(value, column, table) { return nil }
        let directives = column.comments.directives(.type)
        if directives.count > 1 {
            reporter.error("`-- type:` stands here twice", at: directives[1].place)
        }
        if let directive = directives.first {
            guard let stated = type(of: column, by: directive) else { return nil }
            reportOtherParents(of: column, id, table, stated, at: directive.place)
            return stated
        }
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
        if let inherited = inheritedType(of: column, id, table) {
            reportOtherParents(of: column, id, table, inherited, at: column.place)
            return inherited
        }
        return plainType(of: column, value)
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

    /// A column takes one type from all the columns that it refers to, and none of its own beside it.
    private mutating func reportOtherParents(
        of column: CatalogColumn, _ id: ColumnID, _ table: CatalogTable, _ type: ValueType, at place: SourcePlace
    ) {
        for reference in table.references {
            guard let position = reference.columns.firstIndex(of: id.index), let parent = catalog.parent(of: reference),
                position < parent.columns.count
            else { continue }
            let parentID = ColumnID(table: parent.table.folded, index: parent.columns[position])
            guard parentID != id, let other = decide(parentID), other.swift != type.swift else { continue }
            let parentColumn = parent.table.columns[parentID.index]
            reporter.error(
                "`\(column.name)` is `\(type.swift.spelling)`, but refers to `\(parent.table.name)."
                    + "\(parentColumn.name)`, which is `\(other.swift.spelling)`",
                at: place, notes: [.init("the column that it refers to", at: parentColumn.place)],
                suggestion: column.comments.directives(.type).isEmpty
                    ? "give both the same `-- type:`"
                    : "leave `-- type:` out: a foreign key has the type of what it refers to")
        }
    }

    private func plainType(of column: CatalogColumn, _ value: ExpressionType?) -> ValueType? {
        if let value, var type = value.valueType,
            column.declaredType.isEmpty || Self.storage(of: column) == type.storage
        {
            type.isOptional = false
            return type
        }
        guard let storage = Self.storage(of: column) else {
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

    private static func storage(of column: CatalogColumn) -> Storage? {
        DeclaredType.storage(of: column.declaredType, affinity: column.affinity)
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
            if let mistake = spelling.mistake {
                reporter.error(mistake.message, at: directive.place, suggestion: mistake.suggestion)
            }
            return ValueType(.custom(spelling.name), storage ?? .any)
        }
        let allowed = known.storages
        if let storage, allowed.contains(storage) { return ValueType(known, storage) }
        // NUMERIC keeps integers as they are; of REAL it makes integers where it can.
        if column.affinity == .numeric, allowed == [.integer] { return ValueType(known, .integer) }
        let forms = allowed.map(\.rawValue).joined(separator: " or ")
        let declared = column.declaredType.isEmpty ? "in a column without a type" : "as \(column.declaredType)"
        reporter.error(
            "a `\(spelling.name)` is stored as \(forms), not \(declared)", at: directive.place,
            notes: [.init("the column", at: column.place)],
            suggestion: storage == nil ? "declare the column \(forms)" : nil)
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

    // MARK: - Generated columns

    /// What the expression of a generated column computes.
    private mutating func generatedType(
        _ generated: CatalogColumn.Generated, _ id: ColumnID, _ table: CatalogTable
    ) -> ExpressionType {
        var columns: [ScopeColumn] = []
        for name in generated.names where name.column != id.index {
            let type = decide(ColumnID(table: id.table, index: name.column)).map(ExpressionType.init)
            let origin = ColumnOrigin(table: id.table, index: name.column)
            columns.append(ScopeColumn(name: name.name, type: type ?? .unknown, origin: origin))
        }
        // Mistakes in it have been reported where the table is created.
        let analyzer = StatementAnalyzer(
            catalog: catalog, source: generated.source, role: .constraint, oldestSQLite: oldestSQLite,
            reporter: Reporter())
        let source = ScopeSource(name: table.name, columns: columns, table: nil)
        var type = analyzer.infer(generated.expression, in: Scope(sources: [source]))
        type.literal = nil
        return type
    }

    /// False, with a diagnostic, if the column may hold values of another class than it is declared for: SQLite applies
    /// the affinity and keeps what it cannot convert.
    private func checkGenerated(_ value: ExpressionType, _ column: CatalogColumn, _ table: CatalogTable) -> Bool {
        guard !value.isUnknown, !table.isStrict, let storage = Self.storage(of: column) else { return true }
        var classes = value.possibleClasses
        switch column.affinity {
        case .text: if !classes.isDisjoint(with: .number) { classes = classes.subtracting(.number).union(.text) }
        case .real: if classes.contains(.integer) { classes = classes.subtracting(.integer).union(.real) }
        case .integer, .numeric, .blob: break
        }
        guard !classes.isSubset(of: ValueClasses(storage)) else { return true }
        reporter.error(
            "`\(column.name)` is declared \(column.declaredType), and what it is generated from is "
                + "\(classes.description)", at: column.place,
            suggestion: "declare it \(classes.storage?.rawValue ?? storage.rawValue), or write CAST(… AS "
                + "\(storage.rawValue))")
        return false
    }
}
