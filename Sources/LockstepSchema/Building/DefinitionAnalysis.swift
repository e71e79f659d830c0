import LockstepSQL

/// A definition whose statements and conditions have been resolved, with the types of its parameters.
struct DefinitionAnalysis {
    let definition: Definition
    let parameters: ParameterTable
    let types: [String: ValueType]
    let conditions: [Condition]
    let pass: DefinitionPass

    /// One for each statement.
    var analyzers: [StatementAnalyzer] { pass.statements }

    /// The result of a query's select.
    var shape: SelectShape? { pass.shape }

    /// One for each statement and for each condition; empty after an error.
    let sides: [ExecutionSide]
    let conditionSides: [ExecutionSide]

    /// True if it is about tables that only clients have.
    var isLocal: Bool { !sides.isEmpty && sides.allSatisfy { $0 == .client } }

    /// True if nothing was reported: only then is the definition's part of the model made.
    let isValid: Bool

    /// Looks at the statements until the parameters' types follow from their uses and the uses' types from the
    /// parameters, and reports what the last look said.
    init(
        _ definition: Definition, catalog: Catalog, enums: EnumNames, oldestSQLite: SQLiteVersion, reporter: Reporter
    ) {
        let before = reporter.count
        self.definition = definition
        let versions = SyntaxVersions(oldestSQLite: oldestSQLite, reporter: reporter)
        let conditions =
            definition.kind == .mutation
            ? ConditionReader(definition: definition, versions: versions, reporter: reporter).conditions() : []
        let parameters = ParameterTable(definition, catalog: catalog, enums: enums, reporter: reporter)
        func look(_ types: [String: ValueType]) -> DefinitionPass {
            DefinitionPass(
                definition, conditions, catalog: catalog, oldestSQLite: oldestSQLite, reporter: reporter,
                bulkRows: parameters.bulkRows, types: types)
        }
        var types = parameters.declaredTypes
        var attempt = reporter.held { look(types) }
        for _ in 0..<4 {
            let next = parameters.types(of: attempt.result.uses)
            if next == types { break }
            types = next
            attempt = reporter.held { look(types) }
        }
        reporter.release(attempt.said)
        pass = attempt.result
        self.conditions = conditions
        self.parameters = parameters
        self.types = types
        Self.reportConditions(conditions, pass, reporter: reporter)
        let isResolved = reporter.count == before && catalog.isTyped
        parameters.report(pass.uses, in: definition, isResolved: isResolved)
        let optional = OptionalParameters(names: Set(parameters.optional.keys))
        for statement in definition.statements {
            optional.report(in: statement, of: definition, reporter: reporter)
        }
        for condition in conditions {
            optional.report(condition.parameters, of: definition, reporter: reporter)
        }
        if reporter.count == before { Self.reportOverlooked(definition, pass, reporter: reporter) }
        let placement = DefinitionSides(definition: definition, conditions: conditions, pass: pass, reporter: reporter)
        sides = reporter.count == before ? placement.statements() : []
        conditionSides = reporter.count == before ? placement.conditionSides(besides: sides) : []
        isValid = reporter.count == before && !definition.isIncomplete && Self.isComplete(definition)
    }

    private static func isComplete(_ definition: Definition) -> Bool {
        !definition.statements.isEmpty
            || (definition.kind == .mutation && !definition.comments.directives(.handler).isEmpty)
    }

    private static func reportConditions(_ conditions: [Condition], _ pass: DefinitionPass, reporter: Reporter) {
        for (condition, result) in zip(conditions, pass.conditions) {
            let classes = result.type.possibleClasses
            guard !result.type.isUnknown, !classes.isEmpty, classes.isDisjoint(with: .number) else { continue }
            reporter.error(
                "a condition is true or false, and this is \(classes.description)", at: condition.directive.valuePlace,
                suggestion: "compare it with something")
        }
    }

    /// A parameter that no rule has looked at would stay in the SQL as it is, and be bound to NULL.
    private static func reportOverlooked(_ definition: Definition, _ pass: DefinitionPass, reporter: Reporter) {
        for (statement, analyzer) in zip(definition.statements, pass.statements) {
            for parameter in statement.parameters where analyzer.uses[parameter.span.start] == nil {
                reporter.error("a parameter cannot stand here", at: definition.place(parameter.span))
            }
        }
    }

    /// Arguments in the order of their first appearance in the statements; then those that only conditions have, and
    /// those that only a handler looks at.
    func arguments(defaultingToNewID newIDs: Set<String> = []) -> [Argument] {
        var seen: Set<String> = []
        let parameters = definition.statements.flatMap(\.parameters) + conditions.flatMap(\.parameters)
        let names = parameters.map { SwiftNaming.lowerCamelCase($0.name) } + self.parameters.declaredNames
        return names.compactMap { name in
            guard ReservedParameter(rawValue: name) == nil, seen.insert(name).inserted, let type = types[name] else {
                return nil
            }
            return Argument(
                name: SwiftIdentifier(name), type: type, isChange: self.parameters.optional[name] != nil,
                defaultsToNewID: newIDs.contains(name))
        }
    }

    var parameterOrigins: [ParameterOrigin] {
        pass.uses.sorted { $0.place.span.start < $1.place.span.start }.map { use in
            ParameterOrigin(
                definition: SwiftNaming.lowerCamelCase(definition.name), isQuery: definition.kind != .mutation,
                parameter: use.name, place: use.place, column: use.hint.origin)
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
