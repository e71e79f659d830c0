import LockstepSQL

/// A definition whose statements have been resolved, with the types of its parameters.
struct DefinitionAnalysis {
    let definition: Definition
    let parameters: ParameterTable
    let types: [String: ValueType]

    /// One for each statement.
    let analyzers: [StatementAnalyzer]

    /// The result of a query's select.
    let shape: SelectShape?

    /// True if nothing was reported: only then is the definition's part of the model made.
    let isValid: Bool

    /// Looks at the statements until the parameters' types follow from their uses and the uses' types from the
    /// parameters, and then once more to report.
    init(
        _ definition: Definition, catalog: Catalog, enums: EnumNames, oldestSQLite: SQLiteVersion, reporter: Reporter
    ) {
        let before = reporter.count
        self.definition = definition
        parameters = ParameterTable(definition, enums: enums, reporter: reporter)
        let role: StatementAnalyzer.Role = definition.kind == .mutation ? .mutation : .query
        func run(_ types: [String: ValueType]) -> ([StatementAnalyzer], SelectShape?) {
            var shape: SelectShape?
            let analyzers = definition.statements.map { statement in
                let analyzer = StatementAnalyzer(
                    catalog: catalog, source: definition.source, role: role, oldestSQLite: oldestSQLite,
                    reporter: reporter, parameters: types)
                shape = analyzer.analyze(statement) ?? shape
                return analyzer
            }
            return (analyzers, shape)
        }
        var types = parameters.declaredTypes
        for _ in 0..<4 {
            let uses = reporter.muted { run(types).0 }.flatMap { Array($0.uses.values) }
            let next = parameters.types(of: uses)
            if next == types { break }
            types = next
        }
        (analyzers, shape) = run(types)
        self.types = types
        let uses = analyzers.flatMap { Array($0.uses.values) }
        parameters.report(uses, in: definition, isResolved: reporter.count == before && catalog.isTyped)
        let optional = OptionalParameters(names: Set(parameters.optional.keys))
        for statement in definition.statements {
            optional.report(in: statement, of: definition, reporter: reporter)
        }
        isValid = reporter.count == before && !definition.isIncomplete && !definition.statements.isEmpty
    }

    /// Arguments in the order of their first appearance.
    func arguments(defaultingToNewID newIDs: Set<String> = []) -> [Argument] {
        var seen: Set<String> = []
        let names = definition.statements.flatMap(\.parameters).map { SwiftNaming.lowerCamelCase($0.name) }
        return names.compactMap { name in
            guard ReservedParameter(rawValue: name) == nil, seen.insert(name).inserted, let type = types[name] else {
                return nil
            }
            return Argument(
                name: SwiftIdentifier(name), type: type, isChange: parameters.optional[name] != nil,
                defaultsToNewID: newIDs.contains(name))
        }
    }

    var binder: StatementBinder {
        StatementBinder(definition: definition, parameters: parameters, types: types)
    }
}

extension StatementAnalyzer {
    /// Resolves a statement, and returns the shape of a SELECT.
    func analyze(_ statement: Statement) -> SelectShape? {
        switch (statement.kind, role) {
        case (.select(let select), .query): return inferSelect(select, parent: nil, purpose: .result)
        case (.insert(let insert), .mutation), (.insert(let insert), .migration): inferInsert(insert)
        case (.update(let update), .mutation), (.update(let update), .migration): inferUpdate(update)
        case (.delete(let delete), .mutation), (.delete(let delete), .migration): inferDelete(delete)
        case (.select, _):
            error("a SELECT has no effect in a mutation", at: firstWord(of: statement), suggestion: "make it a query")
        case (.insert, _), (.update, _), (.delete, _):
            error("a query is a SELECT", at: firstWord(of: statement), suggestion: "make it a mutation")
        case (.utility(let utility), _):
            error("\(utility.kind.rawValue) cannot stand in a definition", at: firstWord(of: statement))
        default:
            error("only migrations change the schema", at: firstWord(of: statement))
        }
        return nil
    }

    private func firstWord(of statement: Statement) -> SourceSpan {
        let text = source.text(in: statement.span)
        let length = text.utf8.prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }.count
        return SourceSpan(start: statement.span.start, end: statement.span.start + length)
    }
}
