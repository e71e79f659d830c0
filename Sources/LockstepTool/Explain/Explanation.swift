import LockstepOracle
import LockstepSQL
import LockstepSchema

/// What definitions became, in words for their author.
struct Explanation {
    let schema: Schema
    let analysis: SchemaAnalysis

    /// What has this name: mutations, queries and tables may share one. Nil if nothing has it.
    func text(of name: String) -> String? {
        let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var outlines: [Outline] = []
        outlines += schema.mutations.filter { Self.isSame($0.name.name, name) }.map(outline)
        outlines += schema.queries.filter { Self.isSame($0.name.name, name) }.map(outline)
        for table in schema.tables where Self.isSame(table.name, parts[0]) {
            if parts.count == 1 {
                outlines.append(outline(of: table))
            } else if case .rules(let rules) = table.readAccess,
                let rule = rules.first(where: { $0.name.map { Self.isSame($0, parts[1]) } ?? false })
            {
                outlines.append(outline(of: rule, table))
            }
        }
        return outlines.isEmpty ? nil : outlines.map(\.text).joined(separator: "\n")
    }

    /// What to say of a name that nothing has.
    func complaint(about name: String) -> String {
        let groups = [
            ("mutations", schema.mutations.map(\.name.name)), ("queries", schema.queries.map(\.name.name)),
            ("tables", schema.tables.map(\.name).sorted()), ("read rules", ruleNames),
        ].filter { !$0.1.isEmpty }
        let suggestion = nearestName(to: name, among: groups.flatMap(\.1)).map { "; did you mean `\($0)`?" } ?? ""
        let list = groups.map { "\n  \($0.0): \($0.1.joined(separator: ", "))" }.joined()
        return "nothing in the definition files is called `\(name)`\(suggestion)\(list)"
    }

    private var ruleNames: [String] {
        schema.tables.flatMap { table -> [String] in
            guard case .rules(let rules) = table.readAccess else { return [] }
            return rules.compactMap { rule in rule.name.map { "\(table.name).\($0)" } }
        }
    }

    /// `edit_issue` and `editIssue` are one name, as in definition files.
    private static func isSame(_ first: String, _ second: String) -> Bool {
        func folded(_ name: String) -> String { name.replacing("_", with: "").lowercased() }
        return folded(first) == folded(second)
    }

    // MARK: - Parts that several kinds have

    func add(_ arguments: [Argument], of definition: String, isQuery: Bool, to outline: inout Outline) {
        outline.add("Parameters", isEmpty: arguments.isEmpty) { section in
            for argument in arguments {
                let type = SchemaReport.Parameter(argument).type
                let initial = argument.isChange ? " = .keep" : argument.defaultsToNewID ? " = .v7()" : ""
                section.line("\(argument.name.name): \(type)\(initial)")
                let origins = analysis.parameterOrigins.filter {
                    $0.definition == definition && $0.isQuery == isQuery && $0.parameter == argument.name.name
                }
                for origin in origins {
                    let source = origin.column.map { "from `\($0)`, " } ?? ""
                    section.line("  \(source)at \(Self.text(origin.place))")
                }
                if origins.isEmpty { section.line("  from `-- param`") }
            }
        }
    }

    func add(_ title: String, _ accesses: [TableAccess], to outline: inout Outline) {
        outline.add(title, isEmpty: accesses.isEmpty) { section in
            for access in accesses { section.line("\(access.table)(\(access.columns.joined(separator: ", ")))") }
        }
    }

    func add(_ statement: BoundStatement, to section: inout Outline.Section, withPlan: Bool) {
        for line in statement.sql.split(separator: "\n", omittingEmptySubsequences: false) {
            section.line(String(line))
        }
        for (index, binding) in statement.bindings.enumerated() {
            section.line("  ?\(index + 1) = \(binding.explanation)")
        }
        guard withPlan, let plan = Oracle.plans(of: [statement.sql], on: analysis.statements)[0] else { return }
        for line in plan.lines { section.line("  plan: \(line)") }
    }

    static func text(_ place: SourcePlace) -> String { "\(place.source.path):\(place.location)" }

    static func text(_ row: AddressedRow, in schema: Schema) -> String {
        let columns = schema.table(named: row.table)?.key ?? []
        let terms = zip(columns, row.key).map { "\($0) = \($1.text)" }
        return "\(row.table) where \(terms.joined(separator: " and "))"
    }
}

extension Binding {
    /// `:createdAt, a Date stored as INTEGER`.
    fileprivate var explanation: String {
        switch self {
        case .argument(_, let type), .actor(let type), .now(let type), .committedAt(let type):
            type.isList
                ? "\(text), \(type.spelling) as a JSON array" : "\(text), \(type.spelling) as \(type.storage.rawValue)"
        case .isSet: "1 if \(text), else 0"
        }
    }
}
