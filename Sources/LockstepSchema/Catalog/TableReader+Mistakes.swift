import LockstepSQL

/// What SQLite refuses in a CREATE TABLE or an ADD COLUMN.
extension TableReader {
    func reportMisplacedConstraints() {
        reportKeys()
        for column in definitions {
            for constraint in column.constraints {
                if case .collate(let name) = constraint.kind { reportCollation(name) }
            }
            if let generated = column.constraints.first(where: \.isGenerated) {
                report(generated, of: column)
            } else if base != nil {
                reportAdded(column)
            }
        }
        for constraint in definition?.constraints ?? [] {
            switch constraint.kind {
            case .primaryKey(let terms, _), .unique(let terms):
                for term in terms {
                    if case .collate(_, let name) = term.expression.kind { reportCollation(name) }
                }
            case .check, .foreignKey: break
            }
        }
    }

    private func reportKeys() {
        let columnKeys = definitions.flatMap(\.constraints).filter(\.isPrimaryKey).map(\.span)
        let tableKeys = (definition?.constraints ?? []).compactMap { constraint -> SourceSpan? in
            if case .primaryKey = constraint.kind { constraint.span } else { nil }
        }
        let keys = columnKeys + tableKeys
        if base != nil, let key = keys.first {
            reporter.error(
                "a column that is added cannot be the PRIMARY KEY", at: place(key),
                suggestion: "create the table anew, and copy its rows")
        } else if keys.count > 1 {
            reporter.error(
                "`\(name)` has two PRIMARY KEYs", at: place(keys[1]),
                notes: [.init("the first one", at: place(keys[0]))],
                suggestion: "a key of several columns stands after them: PRIMARY KEY (a, b)")
        }
        guard let definition else { return }
        for constraint in definition.constraints {
            guard case .primaryKey(let terms, _) = constraint.kind else { continue }
            for name in terms.compactMap(\.expression.columnReference?.name) {
                let column = definitions.first { $0.name.folded == name.folded }
                if column?.constraints.contains(where: \.isGenerated) == true {
                    reporter.error("the generated column `\(name.name)` cannot be in the key", at: place(name.span))
                }
            }
        }
    }

    private func reportCollation(_ collation: Identifier) {
        let known = ["binary", "nocase", "rtrim"]
        guard !known.contains(collation.folded) else { return }
        reporter.error(
            "there is no collation `\(collation.name)`", at: place(collation.span),
            suggestion: suggestion(for: collation.name, among: known.map { $0.uppercased() }))
    }

    private func report(_ generated: ColumnConstraint, of column: ColumnDefinition) {
        let name = column.name.name
        for constraint in column.constraints {
            switch constraint.kind {
            case .primaryKey:
                reporter.error(
                    "the generated column `\(name)` cannot be the PRIMARY KEY", at: place(constraint.span))
            case .defaultValue:
                reporter.error("the generated column `\(name)` cannot have a DEFAULT", at: place(constraint.span))
            default: break
            }
        }
        if base != nil, case .generated(_, isStored: true) = generated.kind {
            reporter.error(
                "a column that is added cannot be STORED", at: place(generated.span), suggestion: "leave STORED out")
        }
    }

    /// Rows that are there get the DEFAULT.
    private func reportAdded(_ column: ColumnDefinition) {
        var value: DefaultValue?
        for constraint in column.constraints {
            if case .defaultValue(let found) = constraint.kind { value = found }
        }
        let isNull = value.map { $0.expression.literal == .null } ?? true
        for constraint in column.constraints {
            switch constraint.kind {
            case .unique:
                reporter.error(
                    "a column that is added cannot be UNIQUE", at: place(constraint.span),
                    suggestion: "write CREATE UNIQUE INDEX after it")
            case .notNull where isNull:
                reporter.error(
                    "`\(column.name.name)` is NOT NULL, and rows that are there have no value for it",
                    at: place(constraint.span), suggestion: "add a DEFAULT")
            case .references where !isNull:
                reporter.error(
                    "a column that is added with REFERENCES cannot have a DEFAULT", at: place(constraint.span),
                    suggestion: "leave the DEFAULT out, or create the table anew and copy its rows")
            default: break
            }
        }
        if let value, !value.isConstantForAddedColumn {
            reporter.error(
                "the DEFAULT of a column that is added is a literal", at: place(value.expression.span),
                suggestion: "write the value, or leave it out and set it with an UPDATE")
        }
    }

    func reportType(of column: ColumnDefinition) {
        guard isStrict else { return }
        let types = ["INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"]
        guard let type = column.type else {
            reporter.error(
                "`\(column.name.name)` has no type in a STRICT table", at: place(column.name.span),
                suggestion: "declare it INTEGER, REAL, TEXT or BLOB")
            return
        }
        guard !types.contains(type.text.uppercased()) else { return }
        let affinity = DeclaredType.affinity(of: type.text)
        let instead = affinity == .numeric ? "INTEGER or REAL" : affinity.rawValue.uppercased()
        reporter.error(
            "\(type.text) is no type of a STRICT table", at: place(type.span), suggestion: "write \(instead)")
    }
}

extension ColumnConstraint {
    var isPrimaryKey: Bool {
        if case .primaryKey = kind { true } else { false }
    }

    var isGenerated: Bool {
        if case .generated = kind { true } else { false }
    }
}

extension DefaultValue {
    /// SQLite takes literals with a sign, whatever the parentheses, but for the times.
    var isConstantForAddedColumn: Bool {
        var expression = expression
        if case .unary(let op, let operand) = expression.kind, op == .minus || op == .plus { expression = operand }
        guard let literal = expression.literal else { return false }
        return ChangingExpressions.currentTime(literal) == nil
    }
}
