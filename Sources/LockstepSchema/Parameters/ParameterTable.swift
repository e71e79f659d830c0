import LockstepSQL

/// Decides the types of a definition's parameters from `-- param`, `-- optional:` and the places where they stand.
struct ParameterTable {
    private struct Declared {
        let spelling: TypeSpelling
        let place: SourcePlace
    }

    private var declared: [String: Declared] = [:]

    /// Parameters under `-- optional:`, with the place of the directive.
    private(set) var optional: [String: SourcePlace] = [:]

    /// Parameters under `-- rows`, with the place of the directive.
    let bulk: [String: (row: BulkRow, place: SourcePlace)]

    /// Names under `-- param`, in order.
    private(set) var declaredNames: [String] = []

    /// True if a handler of the app's looks at the arguments: the SQL need not.
    private let hasHandler: Bool

    private let enums: EnumNames
    private let reporter: Reporter

    init(_ definition: Definition, catalog: Catalog, enums: EnumNames, reporter: Reporter) {
        self.enums = enums
        self.reporter = reporter
        hasHandler = definition.kind == .mutation && !definition.comments.directives(.handler).isEmpty
        bulk = BulkRowReader(definition: definition, catalog: catalog, reporter: reporter).rows()
        for directive in definition.comments.directives(.param) { declare(directive) }
        for directive in definition.comments.directives(.optional) { addOptional(directive, definition) }
    }

    private mutating func declare(_ directive: Directive) {
        guard let name = directive.name, let spelling = TypeSpelling(directive.value) else {
            reporter.error(
                "`-- param` gives a parameter's type", at: directive.place,
                suggestion: "write for example `-- param since: Date`")
            return
        }
        if let mistake = spelling.mistake {
            reporter.error(mistake.message, at: directive.valuePlace, suggestion: mistake.suggestion)
        }
        let swiftName = SwiftNaming.lowerCamelCase(name)
        if hasHandler, !Self.isArgument(swiftName) {
            reporter.error(
                "an argument cannot be called `\(swiftName)`", at: directive.place, suggestion: "rename the parameter")
        } else if ReservedParameter(rawValue: swiftName) != nil {
            reporter.error("`:\(name)` is not given by callers, and has its type by its place", at: directive.place)
        } else if declared.updateValue(Declared(spelling: spelling, place: directive.place), forKey: swiftName) != nil {
            reporter.error("the type of `:\(name)` is given twice", at: directive.place)
        } else if let rows = bulk[swiftName] {
            reporter.error(
                "the type of `:\(name)` follows from `-- rows`", at: directive.place,
                notes: [.init("the other directive", at: rows.place)])
        } else {
            declaredNames.append(swiftName)
        }
    }

    private mutating func addOptional(_ directive: Directive, _ definition: Definition) {
        guard definition.kind == .mutation else {
            reporter.error("`-- optional:` belongs to mutations", at: directive.place)
            return
        }
        if directive.values.isEmpty || directive.name != nil {
            reporter.error("`-- optional:` lists parameters, such as `title, owner`", at: directive.place)
        }
        for value in directive.values {
            let name = SwiftNaming.lowerCamelCase(value.hasPrefix(":") ? String(value.dropFirst()) : value)
            if value.contains(where: \.isWhitespace) {
                reporter.error(
                    "`\(value)` is not a parameter", at: directive.valuePlace,
                    suggestion: "separate names with commas, such as `title, owner`")
            } else if optional.updateValue(directive.place, forKey: name) != nil {
                reporter.error("`:\(name)` is listed twice", at: directive.valuePlace)
            }
        }
    }

    /// The rows of bulk parameters.
    var bulkRows: [String: BulkRow] { bulk.mapValues(\.row) }

    // MARK: - Types

    /// The types that the places say so far.
    func types(of uses: [ParameterUse]) -> [String: ValueType] {
        var types: [String: ValueType] = [:]
        for (name, uses) in Dictionary(grouping: uses, by: \.name) where ReservedParameter(rawValue: name) == nil {
            types[name] = type(of: name, uses)
        }
        if hasHandler { types.merge(declaredTypes) { first, _ in first } }
        return types
    }

    /// Before any place has been looked at.
    var declaredTypes: [String: ValueType] {
        declared.mapValues { type(of: $0, []) }.merging(bulk.mapValues { Self.type(of: $0.row) }) { first, _ in first }
    }

    private static func type(of row: BulkRow) -> ValueType {
        ValueType(.record(row.name.name), .text, isList: true)
    }

    private func type(of name: String, _ uses: [ParameterUse]) -> ValueType? {
        if let declared = declared[name] { return type(of: declared, uses) }
        if let rows = bulk[name] { return Self.type(of: rows.row) }
        let isList = uses.contains { $0.hint.isList }
        guard let use = Self.decisive(uses.filter { !$0.hint.isList }), let swift = use.hint.swift else { return nil }
        let storage = use.hint.storage ?? swift.storages[0]
        return ValueType(swift, storage, isOptional: !isList && isOptional(uses), isList: isList)
    }

    private func type(of declared: Declared, _ uses: [ParameterUse]) -> ValueType {
        let spelling = declared.spelling
        var swift = SwiftType(name: spelling.name) ?? .custom(spelling.name)
        var storages = swift.storages
        if let entry = enums.type(named: spelling.name) {
            swift = .enumeration(entry.name)
            storages = [entry.values.isText ? .text : .integer]
        }
        let found = uses.compactMap(\.hint.storage).first { storages.contains($0) }
        return ValueType(
            swift, found ?? storages[0], isOptional: spelling.isOptional, isList: spelling.isList)
    }

    /// The first place that says a type: one that takes no other, if there is one.
    private static func decisive(_ uses: [ParameterUse]) -> ParameterUse? {
        let typed = uses.filter { $0.hint.swift != nil }.sorted { $0.place.span.start < $1.place.span.start }
        return typed.first { !$0.hint.isWeak } ?? typed.first
    }

    private func isOptional(_ uses: [ParameterUse]) -> Bool {
        let nullness = uses.map(\.hint.nullness)
        if nullness.contains(.nullTest) { return true }
        if nullness.contains(.requiredColumn) || nullness.contains(.comparison) { return false }
        return nullness.contains(.nullableColumn)
    }

    /// The type of a parameter where it is used: its storage may differ from place to place.
    func type(of use: ParameterUse, given types: [String: ValueType]) -> ValueType? {
        guard var type = types[use.name] else { return nil }
        if use.hint.swift == type.swift, let storage = use.hint.storage, !type.isList { type.storage = storage }
        return type
    }

    // MARK: - Mistakes

    /// Reports parameters without a type or with several, and directives for parameters that do not exist.
    ///
    /// - Parameter isResolved: False if a mistake in the definition may be why a type is not known.
    func report(_ uses: [ParameterUse], in definition: Definition, isResolved: Bool) {
        let groups = Dictionary(grouping: uses, by: \.name)
        let ofHandler = hasHandler ? Set(declaredNames) : []
        let places = declared.map { ($0, $1.place) } + optional.map { ($0, $1) } + bulk.map { ($0, $1.place) }
        for (name, place) in places
        where groups[name] == nil && !ofHandler.contains(name) && !definition.isIncomplete {
            reporter.error(
                "there is no parameter `:\(name)`", at: place, suggestion: suggestion(for: name, among: groups.keys))
        }
        for name in groups.keys.sorted() where ReservedParameter(rawValue: name) == nil {
            if !Self.isArgument(name), let use = groups[name]?.first {
                reporter.error(
                    "an argument cannot be called `\(name)`", at: use.place, suggestion: "rename the parameter")
            }
            report(name, groups[name] ?? [], isResolved: isResolved)
        }
    }

    private static func isArgument(_ name: String) -> Bool { !["_", "self"].contains(name) }

    private func report(_ name: String, _ uses: [ParameterUse], isResolved: Bool) {
        let uses = uses.sorted { $0.place.span.start < $1.place.span.start }
        guard let type = type(of: name, uses) else {
            guard isResolved else { return }
            let isList = uses.contains { $0.hint.isList }
            reporter.error(
                "the type of `:\(name)` does not follow from its use", at: uses[0].place,
                suggestion: "say it with `-- param \(name): \(isList ? "[T]" : "T")`")
            return
        }
        if type.isList { reportList(type, name, uses) }
        guard declared[name] == nil, bulk[name] == nil else { return }
        let decisive = Self.decisive(uses.filter { !$0.hint.isList })
        for use in uses where !use.hint.isList && use.hint.swift != nil && use.hint.swift != type.swift {
            guard let decisive, !use.hint.isWeak || decisive.hint.isWeak else { continue }
            reporter.error(
                "`:\(name)` is \(Self.text(use)) here, and \(Self.text(decisive)) in another place",
                at: use.place, notes: [.init("the other place", at: decisive.place)],
                suggestion: "use two parameters, or say `-- param \(name): T`")
            return
        }
    }

    /// JSON must have the form that the column has: it cannot for a BLOB, and nothing is known of an app's type.
    private func reportList(_ type: ValueType, _ name: String, _ uses: [ParameterUse]) {
        if let single = uses.first(where: { !$0.hint.isList && !$0.isElement }) {
            reporter.error("`:\(name)` is a list, and used as a single value", at: single.place)
        }
        let isSame: Bool =
            switch type.swift {
            case .int, .double, .string, .bool, .url, .enumeration, .date, .record: true
            case .uuid: type.storage == .text
            case .data, .custom: false
            }
        if !isSame, let list = uses.first(where: \.hint.isList) {
            reporter.error(
                "a list of `\(type.swift.spelling)` stored as \(type.storage.rawValue) cannot be passed as JSON",
                at: list.place, suggestion: "call the mutation once for each value")
        }
    }

    private static func text(_ use: ParameterUse) -> String {
        let type = "`\(use.hint.swift?.spelling ?? "")`"
        return use.hint.origin.map { "\(type), like `\($0)`," } ?? type
    }
}
