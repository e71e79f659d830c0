import LockstepSQL

/// The types of a query's columns: as inferred, or as `-- type name: T` says.
struct ResultTypes {
    private let definition: Definition
    private let enums: EnumNames
    private let reporter: Reporter
    private let directives: [Directive]

    init(_ definition: Definition, enums: EnumNames, reporter: Reporter) {
        self.definition = definition
        self.enums = enums
        self.reporter = reporter
        directives = definition.comments.directives(.type)
    }

    /// One for each column; nil after an error.
    func types(of shape: SelectShape) -> [ValueType]? {
        var used: Set<String> = []
        let types = shape.columns.map { column -> ValueType? in
            let name = column.name.map(SwiftNaming.lowerCamelCase)
            let directive = directives.first { $0.name.map(SwiftNaming.lowerCamelCase) == name && name != nil }
            if let directive, let name {
                used.insert(name)
                return type(of: column, by: directive)
            }
            if column.type.valueType == nil { reportOpen(column) }
            return column.type.valueType
        }
        for directive in directives where !used.contains(directive.name.map(SwiftNaming.lowerCamelCase) ?? "") {
            reporter.error(
                directive.name.map { "the result has no column `\($0)`" } ?? "`-- type` of a query names a column",
                at: directive.place,
                suggestion: directive.name.flatMap { suggestion(for: $0, among: shape.columns.compactMap(\.name)) }
                    ?? "write for example `-- type total: Int`")
        }
        let known = types.compactMap { $0 }
        return known.count == types.count ? known : nil
    }

    private func type(of column: SelectShape.Column, by directive: Directive) -> ValueType? {
        guard let spelling = TypeSpelling(directive.value), !spelling.isList else {
            reporter.error("`\(directive.value)` is not the name of a type", at: directive.place)
            return nil
        }
        var swift = SwiftType(name: spelling.name) ?? .custom(spelling.name)
        var storages = swift.storages
        if let entry = enums.type(named: spelling.name) {
            swift = .enumeration(entry.name)
            storages = [entry.values.isText ? .text : .integer]
        }
        let classes = column.type.possibleClasses
        let isFitting = { (storage: Storage) in !ValueClasses(storage).isDisjoint(with: classes) }
        let storage = classes.storage.flatMap { storages.contains($0) ? $0 : nil } ?? storages.first(where: isFitting)
        guard let storage = storage ?? (classes.isEmpty ? storages.first : nil) else {
            reporter.error(
                "a `\(spelling.name)` is stored as \(storages.map(\.rawValue).joined(separator: " or ")), and this is "
                    + classes.description,
                at: directive.place, notes: [.init("the column", at: definition.place(column.span))])
            return nil
        }
        return ValueType(swift, storage, isOptional: spelling.isOptional || column.type.isNullable)
    }

    private func reportOpen(_ column: SelectShape.Column) {
        let type = column.type
        guard !type.isUnknown else { return }
        let place = definition.place(column.span)
        let name = column.name.map { SwiftNaming.lowerCamelCase($0) } ?? "name"
        if type.classes.isEmpty {
            reporter.error("this column is always NULL", at: place, suggestion: "leave it out")
        } else if type.isOpenByOverflow, type.classes == .integer {
            reporter.error(
                "this is INTEGER, and REAL where it overflows 64 bits", at: place,
                suggestion: "write CAST(… AS INTEGER) AS \(name), or say `-- type \(name): Int`")
        } else {
            reporter.error(
                "whether this is \(type.classes.description) depends on the data", at: place,
                suggestion: "write CAST(… AS TEXT) AS \(name), or say `-- type \(name): T`")
        }
    }
}
