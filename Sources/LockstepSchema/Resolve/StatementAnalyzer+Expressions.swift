import LockstepSQL

extension StatementAnalyzer {
    /// The type of an expression, after everything in it has been resolved.
    ///
    /// - Parameter hint: What the place of the expression says of a parameter that stands there.
    func infer(_ expression: Expression, in scope: Scope, hint: TypeHint = .none) -> ExpressionType {
        let earlierReason = operandReason
        operandReason = nil
        var type = remembered(expression, in: scope, hint: hint)
        if type.isNullable, type.nullReason == nil { type.nullReason = operandReason }
        operandReason = earlierReason ?? type.nullReason
        return type
    }

    private func remembered(_ expression: Expression, in scope: Scope, hint: TypeHint) -> ExpressionType {
        guard expression.isComposite else { return resolve(expression, in: scope, hint: hint) }
        // An operand is looked at again where what stands beside it says more of it. Without a memory of it each level
        // of nesting would double the work.
        let key = InferenceKey(expression, in: scope, hint: expression.passesHintOn ? hint : .none)
        if let known = memo[key] { return known.type }
        var type = resolve(expression, in: scope, hint: hint)
        if type.isNullable, type.nullReason == nil { type.nullReason = operandReason }
        // The scope is kept, so that no other can come to lie at its address.
        memo[key] = (type, scope)
        return type
    }

    private func resolve(_ expression: Expression, in scope: Scope, hint: TypeHint) -> ExpressionType {
        switch expression.kind {
        case .literal(let literal):
            return inferLiteral(literal, at: expression.span)
        case .parameter(let parameter):
            return inferParameter(parameter, hint: hint)
        case .column(let reference):
            return inferColumn(reference, in: scope, hint: hint)
        case .unary(let op, let operand):
            return inferUnary(op, operand, in: scope, hint: hint)
        case .binary(let op, let left, let right):
            return inferBinary(op, left, right, expression, in: scope, hint: hint)
        case .isNull(let operand, _):
            _ = infer(operand, in: scope, hint: hint.cleared(.nullTest))
            return .bool(isNullable: false)
        case .between(let operand, let low, let high, _):
            let first = inferComparison(operand, low, in: scope)
            let second = inferComparison(operand, high, in: scope)
            return .bool(isNullable: first.isNullable || second.isNullable)
        case .membership(let operand, let set, _):
            return inferMembership(operand, set, in: scope)
        case .pattern(let match):
            return inferPattern(match, at: expression.span, in: scope)
        case .collate(let operand, let collation):
            return inferCollate(operand, collation, in: scope, hint: hint)
        case .conditional(let conditional):
            return inferConditional(conditional, in: scope, hint: hint)
        case .cast(let operand, let type):
            return inferCast(operand, to: type, in: scope)
        case .function(let call):
            return inferFunction(call, at: expression.span, in: scope, hint: hint)
        case .row(let values):
            values.forEach { _ = infer($0, in: scope) }
            error("a row of values can only be compared or assigned", at: expression.span)
            return .unknown
        case .subquery(let select):
            return inferSubquery(select, in: scope, hint: hint)
        case .exists(let select):
            _ = inferSelect(select, parent: scope, purpose: .existence)
            return .bool(isNullable: false)
        case .raise(let raise):
            return inferRaise(raise, at: expression.span, in: scope)
        }
    }

    private func inferLiteral(_ literal: Literal, at span: SourceSpan) -> ExpressionType {
        if mustBeDeterministic, let name = ChangingExpressions.currentTime(literal) {
            error(
                "`\(name)` is another time on each device", at: span,
                suggestion: role == .mutation ? "use `:now`, the time that the mutation was made" : nil)
        }
        return ExpressionType(literal)
    }

    private func inferCollate(
        _ operand: Expression, _ collation: Identifier, in scope: Scope, hint: TypeHint
    ) -> ExpressionType {
        let known = ["binary", "nocase", "rtrim"]
        if !known.contains(collation.folded) {
            error(
                "there is no collation `\(collation.name)`", at: collation.span,
                suggestion: suggestion(for: collation.name, among: known.map { $0.uppercased() }))
        }
        return infer(operand, in: scope, hint: hint)
    }

    private func inferPattern(_ match: PatternMatch, at span: SourceSpan, in scope: Scope) -> ExpressionType {
        switch match.op {
        case .regexp:
            error(
                "REGEXP needs a function that SQLite does not have by itself", at: span, suggestion: "use LIKE or GLOB")
        case .match where !isFullText(match.operand, in: scope):
            error("MATCH is for full-text tables", at: span, suggestion: "use LIKE or GLOB")
        case .match:
            obstacle("what MATCH finds depends on the index of its table", at: span)
        default: break
        }
        let hint = TypeHint.weak(.string)
        let types = [match.operand, match.pattern, match.escape].compactMap { $0 }.map {
            infer($0, in: scope, hint: hint)
        }
        return .bool(isNullable: types.contains(where: \.isNullable))
    }

    private func inferMembership(_ operand: Expression, _ set: InSet, in scope: Scope) -> ExpressionType {
        switch set {
        case .list(let values, _):
            return inferMembership(operand, in: values, scope)
        case .select(let select):
            let operands = rowValues(of: operand)
            let types = operands.map { infer($0, in: scope) }
            let hints = zip(types, operands).map { TypeHint(beside: $0, origin: label(of: $1, in: scope)) }
            let shape = inferSelect(select, parent: scope, hints: hints, purpose: .set)
            if shape.columns.count != operands.count, shape.isKnown {
                error("\(operands.count) values are compared with \(shape.columns.count)", at: select.span)
            }
            for (index, column) in shape.columns.prefix(operands.count).enumerated() {
                warnOfMismatch(operands[index], types[index], nil, column.type, in: scope)
            }
            for (value, column) in zip(operands, shape.columns) where containsParameter(value, in: scope) {
                _ = infer(value, in: scope, hint: TypeHint(beside: column.type))
            }
            return .bool(isNullable: (types + shape.columns.map(\.type)).contains(where: \.isNullable))
        case .table(let name):
            return inferMembership(operand, inTable: name, scope)
        case .function(let name, _, _):
            error(
                "`\(name.name.name)` has several columns", at: name.span,
                suggestion: "write IN (SELECT value FROM \(name.name.name)(…))")
        }
        return .unknown
    }

    /// `x IN table`: the table has one column for each value.
    private func inferMembership(_ operand: Expression, inTable name: QualifiedName, _ scope: Scope) -> ExpressionType {
        let operands = rowValues(of: operand)
        let types = operands.map { infer($0, in: scope) }
        guard let source = source(named: name, alias: nil) else { return .unknown }
        if source.visibleColumns.count != operands.count {
            error(
                "\(operands.count) values are compared with the \(source.visibleColumns.count) columns of `\(source.name)`",
                at: name.span, suggestion: "write IN (SELECT column FROM \(name.name.name))")
            return .unknown
        }
        for column in source.visibleColumns {
            if let origin = column.origin { reads.insert(origin.table, [origin.index]) }
        }
        for (value, column) in zip(operands, source.visibleColumns) where containsParameter(value, in: scope) {
            _ = infer(value, in: scope, hint: TypeHint(beside: column.type))
        }
        return .bool(isNullable: (types + source.visibleColumns.map(\.type)).contains(where: \.isNullable))
    }

    private func inferMembership(_ operand: Expression, in values: [Expression], _ scope: Scope) -> ExpressionType {
        if case .row(let operands) = operand.kind {
            let types = values.map { inferRows(operands, rowValues(of: $0), $0.span, in: scope, .comparison) }
            return .bool(isNullable: types.contains(where: \.isNullable))
        }
        var type = infer(operand, in: scope)
        for value in values { checkCase(of: type, value) }
        let plain = values.filter { !containsParameter($0, in: scope) }
        let types = plain.map { infer($0, in: scope) }
        if containsParameter(operand, in: scope) {
            type = infer(operand, in: scope, hint: TypeHint(beside: .merging(types)))
        }
        for (value, other) in zip(plain, types) { warnOfMismatch(operand, type, value, other, in: scope) }
        var isNullable = type.isNullable || types.contains(where: \.isNullable)
        let hint = TypeHint(beside: type.isUnknown ? .merging(types) : type, origin: label(of: operand, in: scope))
        for value in values where containsParameter(value, in: scope) {
            isNullable = infer(value, in: scope, hint: hint).isNullable || isNullable
        }
        return .bool(isNullable: isNullable && !values.isEmpty)
    }

    private func inferConditional(
        _ conditional: Conditional, in scope: Scope, hint: TypeHint
    ) -> ExpressionType {
        for branch in conditional.branches {
            if let operand = conditional.operand {
                _ = inferComparison(operand, branch.condition, in: scope)
                checkCases(operand, branch.condition, in: scope)
            } else {
                _ = inferCondition(branch.condition, in: scope)
            }
        }
        let branches = ConditionalBranches(conditional)
        let types = inferAlternatives(branches.results, proven: branches.proven(in: scope), in: scope, hint: hint)
        return ExpressionType.merging(types).nullable(conditional.otherwise == nil, because: .noElse)
    }

    /// Expressions of which one is the result: those without parameters tell the others' type.
    ///
    /// - Parameter proven: Of each the columns that are not NULL where it is the result.
    func inferAlternatives(
        _ expressions: [Expression], proven: [Set<Scope.Place>] = [], in scope: Scope, hint: TypeHint
    ) -> [ExpressionType] {
        func infer(_ index: Int, hint: TypeHint = .none) -> ExpressionType {
            scope.proving(index < proven.count ? proven[index] : []) {
                self.infer(expressions[index], in: scope, hint: hint)
            }
        }
        let plain = expressions.indices.map { containsParameter(expressions[$0], in: scope) ? nil : infer($0) }
        let own = TypeHint(beside: .merging(plain.compactMap { $0 }), nullness: hint.nullness, origin: hint.origin)
        let inner = hint.swift != nil ? hint : own
        return plain.indices.map { plain[$0] ?? infer($0, hint: inner) }
    }

    /// An expression that is used as true or false.
    @discardableResult
    func inferCondition(_ expression: Expression, in scope: Scope) -> ExpressionType {
        infer(expression, in: scope, hint: .weak(.bool))
    }

    private func inferCast(_ operand: Expression, to type: TypeName?, in scope: Scope) -> ExpressionType {
        let declared = type?.text ?? ""
        // A type without a word is NUMERIC here, though a column without one is not.
        let affinity = declared.isEmpty ? .numeric : DeclaredType.affinity(of: declared)
        let storage: Storage? =
            affinity == .blob ? .blob : DeclaredType.storage(of: declared, affinity: affinity)
        let hint = storage.map { TypeHint.weak(ExpressionType.swift(for: $0)) } ?? .none
        let inner = infer(operand, in: scope, hint: hint)
        switch storage {
        case .some(let storage):
            return ExpressionType(ValueClasses(storage), isNullable: inner.isNullable)
        case nil:
            var type = ExpressionType(
                inner.classes == .integer ? .integer : .number, isNullable: inner.isNullable, bound: inner.bound)
            type.mayOverflow = inner.mayOverflow
            return type
        }
    }

    private func inferSubquery(_ select: Select, in scope: Scope, hint: TypeHint) -> ExpressionType {
        let shape = inferSelect(select, parent: scope, hints: [hint], purpose: .scalar)
        guard let column = shape.columns.first else { return .unknown }
        if shape.columns.count > 1, shape.isKnown {
            error("a subquery as a value has one column, and this has \(shape.columns.count)", at: select.span)
        }
        var type = column.type.nullable(!shape.hasExactlyOneRow, because: .noRow)
        type.literal = nil
        return type
    }

    func rowValues(of expression: Expression) -> [Expression] {
        if case .row(let values) = expression.kind { return values }
        return [expression]
    }

    /// How messages call a column: `issue.status`.
    func label(of expression: Expression, in scope: Scope) -> String? {
        guard let reference = expression.columnReference, case .column(let owner, let place) = scope.lookup(reference)
        else { return nil }
        let source = owner.sources[place.source]
        return "\(source.table?.name ?? source.name).\(source.columns[place.column].name)"
    }
}

extension TypeHint {
    /// The place says nothing of the type.
    func cleared(_ nullness: Nullness) -> TypeHint {
        TypeHint(nullness: nullness)
    }
}
