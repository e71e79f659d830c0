import LockstepSQL

/// The enums that CHECK constraints make, and their names.
struct EnumNames {
    struct Entry {
        let name: String
        let values: CheckedValues
        var caseNames: [String]?

        /// True if a `-- cases:` does not fit, which has been reported.
        var hasMisnamedCases = false
        var columns: [Candidate]
    }

    /// A column whose values are listed.
    struct Candidate {
        let id: ColumnTypes.ColumnID
        let table: CatalogTable
        let column: CatalogColumn
        let values: CheckedValues

        var label: String { "\(table.name).\(column.name)" }
    }

    /// Sorted by name.
    private(set) var entries: [Entry] = []
    private var names: [ColumnTypes.ColumnID: String] = [:]

    /// Indexes of entries by name.
    private var indexes: [String: Int] = [:]

    init(_ catalog: Catalog, reporter: Reporter) {
        let candidates = Self.candidates(catalog, reporter: reporter)
        addNamed(candidates, reporter: reporter)
        addUnnamed(candidates.filter { $0.column.comments.directives(.type).isEmpty })
        for index in entries.indices { decideCases(&entries[index], reporter: reporter) }
        entries.sort { $0.name < $1.name }
        indexes = Dictionary(uniqueKeysWithValues: entries.indices.map { (entries[$0].name, $0) })
    }

    func name(of column: ColumnTypes.ColumnID) -> String? { names[column] }

    func type(named name: String) -> Entry? {
        indexes[name].map { entries[$0] }
    }

    private static func candidates(_ catalog: Catalog, reporter: Reporter) -> [Candidate] {
        var candidates: [Candidate] = []
        for table in catalog.orderedTables {
            for (index, column) in table.columns.enumerated() {
                let cases = column.comments.directives(.cases)
                guard let values = column.checkedValues else {
                    for directive in cases {
                        reporter.error(
                            "`-- cases:` names the values of a CHECK, and `\(column.name)` has none that lists them",
                            at: directive.place, suggestion: "write CHECK (\(column.name) IN (0, 1, 2))")
                    }
                    continue
                }
                // Numbers without names stay Bool or are refused; see `ColumnTypes`.
                guard values.isText || !cases.isEmpty else { continue }
                let id = ColumnTypes.ColumnID(table: table.folded, index: index)
                candidates.append(Candidate(id: id, table: table, column: column, values: values))
            }
        }
        return candidates
    }

    /// Columns that name their enum with `-- type:`.
    private mutating func addNamed(_ candidates: [Candidate], reporter: Reporter) {
        for candidate in candidates {
            guard let directive = candidate.column.comments.directives(.type).first,
                let spelling = TypeSpelling(directive.value), SwiftType(name: spelling.name) == nil,
                !spelling.name.contains(".")
            else { continue }
            if let index = indexes[spelling.name] {
                if entries[index].values.set != candidate.values.set, let first = entries[index].columns.first {
                    reporter.error(
                        "`\(spelling.name)` has other values in `\(first.label)`", at: directive.place,
                        notes: [.init("the other column", at: first.column.place)],
                        suggestion: "list the same values in both, or name two types")
                }
                entries[index].columns.append(candidate)
            } else {
                append(Entry(name: spelling.name, values: candidate.values, columns: [candidate]))
            }
            names[candidate.id] = spelling.name
        }
    }

    /// Columns of one name share an enum if their values are the same; else each set is named after its first table.
    private mutating func addUnnamed(_ candidates: [Candidate]) {
        let groups = Self.grouped(candidates) { SwiftNaming.upperCamelCase($0.column.name) }
        for group in groups.map({ (name: SwiftNaming.upperCamelCase($0[0].column.name), candidates: $0) }) {
            let sets = Self.grouped(group.candidates, by: \.values.set)
            let isTaken = type(named: group.name).map { $0.values.set != sets[0][0].values.set } ?? false
            for set in sets {
                let table = SwiftNaming.upperCamelCase(set[0].table.name)
                add(set, named: sets.count == 1 && !isTaken ? group.name : table + group.name)
            }
        }
    }

    /// Groups in the order of their first members.
    private static func grouped(_ candidates: [Candidate], by key: (Candidate) -> some Hashable) -> [[Candidate]] {
        var groups: [[Candidate]] = []
        var indexes: [AnyHashable: Int] = [:]
        for candidate in candidates {
            let key = AnyHashable(key(candidate))
            if let index = indexes[key] {
                groups[index].append(candidate)
            } else {
                indexes[key] = groups.count
                groups.append([candidate])
            }
        }
        return groups
    }

    private mutating func append(_ entry: Entry) {
        indexes[entry.name] = entries.count
        entries.append(entry)
    }

    private mutating func add(_ candidates: [Candidate], named name: String) {
        if let index = indexes[name] {
            entries[index].columns += candidates
        } else {
            append(Entry(name: name, values: candidates[0].values, columns: candidates))
        }
        for candidate in candidates { names[candidate.id] = name }
    }

    private func decideCases(_ entry: inout Entry, reporter: Reporter) {
        for candidate in entry.columns {
            for directive in candidate.column.comments.directives(.cases) {
                if directive.values.count != candidate.values.values.count {
                    reporter.error(
                        "\(directive.values.count) cases for \(candidate.values.values.count) values",
                        at: directive.place,
                        suggestion: "name each value, in the order of the CHECK: "
                            + candidate.values.values.map(Self.literal).joined(separator: ", "))
                    entry.hasMisnamedCases = true
                } else if let names = entry.caseNames, names != directive.values {
                    reporter.error("`\(entry.name)` has other cases in another column", at: directive.place)
                    entry.hasMisnamedCases = true
                } else {
                    entry.caseNames = directive.values
                }
            }
        }
    }

    /// The enums of the model. A value that has no name of its own in Swift, or shares it, is reported.
    func types(reporter: Reporter) -> [EnumType] {
        entries.map { entry in
            var cases: [EnumType.Case] = []
            let advice =
                entry.caseNames == nil
                ? "name the cases with `-- cases:`" : "give each value a name of its own in `-- cases:`"
            let reporter = entry.hasMisnamedCases ? Reporter() : reporter
            for (index, value) in entry.values.values.enumerated() {
                let name = entry.caseNames?[index] ?? Self.caseName(value)
                let place = entry.columns[0].column.place
                if ["unrecognized", "allCases", "rawValue", "hashValue", "_"].contains(name)
                    || TypeSpelling(name) == nil
                {
                    reporter.error(
                        "the value \(Self.literal(value)) cannot be a case `\(name)`", at: place,
                        suggestion: advice)
                } else if let other = cases.first(where: { $0.name.name == name }) {
                    reporter.error(
                        "the values \(Self.literal(other.rawValue)) and \(Self.literal(value)) are both a case "
                            + "`\(name)`", at: place, suggestion: advice)
                }
                cases.append(EnumType.Case(name: SwiftIdentifier(name), rawValue: value))
            }
            return EnumType(
                name: SwiftIdentifier(entry.name), columns: entry.columns.map(\.label), cases: cases)
        }
    }

    private static func caseName(_ value: EnumType.RawValue) -> String {
        switch value {
        case .text(""): "empty"
        case .text(let text): SwiftNaming.lowerCamelCase(text)
        case .integer(let number): "\(number)"
        }
    }

    static func literal(_ value: EnumType.RawValue) -> String {
        switch value {
        case .text(let text): "'\(text)'"
        case .integer(let number): "\(number)"
        }
    }
}
