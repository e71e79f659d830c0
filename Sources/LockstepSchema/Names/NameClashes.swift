import LockstepSQL

/// Names that different things would have in the generated Swift.
struct NameClashes {
    /// Types that generated code inside the root type refers to: a nested type of that name would hide them.
    private static let reserved: Set<String> = [
        "Array", "Bool", "Change", "ColumnDescription", "Data", "Date", "DerivedTable", "DerivedTrigger",
        "Double", "Handlers", "Int", "Int64", "IntegerEnum", "FailedCondition", "Migration", "Mutation",
        "MutationContext", "MutationDescription", "Optional", "Query", "RejectionCode", "Row", "SQLiteConnection",
        "SQLiteStatement", "Side", "StaticString", "String", "SyncMutation", "SyncSchema", "TableAccess",
        "TableDescription", "TextEnum", "URL", "UUID",
    ]

    /// Names that no type can have, whatever generated code refers to.
    private static let impossible: Set<String> = ["Any", "Lockstep", "Protocol", "Self", "Swift", "Type", "_"]

    let reporter: Reporter

    /// The root type's name, by which code outside of it finds what is nested in it.
    let root: String
    private var types: [String: SourcePlace] = [:]

    init(root: String, reporter: Reporter) {
        self.root = root
        self.reporter = reporter
    }

    /// True for a type that generated code refers to, and for what can be no type's name.
    static func isReserved(_ name: String) -> Bool { reserved.contains(name) || impossible.contains(name) }

    /// False for a name that a property of a generated struct cannot have: `row.self` is the row.
    static func isProperty(_ name: String) -> Bool {
        !["_", "hashValue", "self"].contains(name)
    }

    mutating func check(_ catalog: Catalog, _ enums: EnumNames) {
        for table in catalog.orderedTables {
            let directive = table.comments.directives(.struct).first
            addType(
                table.structName, at: directive?.place ?? table.place, suggestion: "name the struct with `-- struct:`")
            var properties: [String: SourcePlace] = [:]
            for column in table.columns {
                if !Self.isProperty(column.property) {
                    reporter.error(
                        "`\(column.name)` cannot be the name of a property", at: column.place,
                        suggestion: "rename the column")
                } else if let other = properties.updateValue(column.place, forKey: column.property) {
                    reporter.error(
                        "two columns of `\(table.name)` are called `\(column.property)` in Swift", at: column.place,
                        notes: [.init("the other one", at: other)])
                }
            }
        }
        for entry in enums.entries {
            let column = entry.columns[0].column
            addType(entry.name, at: column.place, suggestion: "name the enum with `-- type:`")
        }
    }

    /// Structs of queries; those of one name and the same fields are one.
    mutating func merged(_ rows: [(row: RowStruct, place: SourcePlace)]) -> [RowStruct] {
        var merged: [RowStruct] = []
        var indexes: [SwiftIdentifier: Int] = [:]
        for (row, place) in rows {
            guard let index = indexes[row.name] else {
                addType(row.name.name, at: place, suggestion: "name the struct with `-- struct:`")
                indexes[row.name] = merged.count
                merged.append(row)
                continue
            }
            if merged[index].fields != row.fields {
                reporter.error(
                    "`\(row.name)` has other fields in the query `\(merged[index].queries[0])`", at: place,
                    suggestion: "name the struct with `-- struct:`")
            }
            merged[index] = RowStruct(
                name: row.name, queries: (merged[index].queries + row.queries).sorted(), fields: row.fields)
        }
        return merged.sorted { $0.name < $1.name }
    }

    mutating func add(_ row: BulkRow, at place: SourcePlace) {
        addType(row.name.name, at: place, suggestion: "rename the definition")
    }

    /// Definitions of one kind need different names.
    func checkNames(of definitions: [Definition]) {
        var names: [String: SourcePlace] = [:]
        for definition in definitions {
            let name = SwiftNaming.lowerCamelCase(definition.name)
            if name == "_" {
                reporter.error("a definition needs a letter or digit in its name", at: definition.namePlace)
            } else if definition.kind == .mutation, name == "descriptions" {
                reporter.error("a mutation cannot be called `\(name)`", at: definition.namePlace)
            }
            if let other = names[name] {
                reporter.error(
                    "two definitions are called `\(name)`", at: definition.namePlace,
                    notes: [.init("the other one", at: other)])
            } else {
                names[name] = definition.namePlace
            }
        }
    }

    private mutating func addType(_ name: String, at place: SourcePlace, suggestion: String) {
        if name == root || Self.impossible.contains(name) {
            reporter.error("a type cannot be called `\(name)` here", at: place, suggestion: suggestion)
        } else if name.first?.isLowercase == true {
            reporter.error("the type `\(name)` begins with a small letter", at: place, suggestion: suggestion)
        } else if Self.reserved.contains(name) {
            reporter.error("the generated code has a type `\(name)` already", at: place, suggestion: suggestion)
        } else if let other = types[name] {
            reporter.error(
                "two types are called `\(name)`", at: place, notes: [.init("the other one", at: other)],
                suggestion: suggestion)
        } else {
            types[name] = place
        }
    }
}
