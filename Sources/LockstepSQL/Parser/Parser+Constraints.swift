extension Parser {
    var atColumnConstraint: Bool {
        switch current.kind {
        case .keyword(.constraint), .keyword(.null), .keyword(.not), .keyword(.primary), .keyword(.unique),
            .keyword(.check), .keyword(.default), .keyword(.collate), .keyword(.references), .keyword(.deferrable),
            .keyword(.generated), .keyword(.as):
            true
        default: false
        }
    }

    /// A constraint after a column; nil for a CONSTRAINT with a name and nothing else, which SQLite takes and ignores.
    mutating func parseColumnConstraint() throws(SyntaxError) -> ColumnConstraint? {
        let start = index
        let name = try parseConstraintName()
        guard atColumnConstraint, !at(.constraint) else { return nil }
        let kind = try parseColumnConstraintKind()
        let conflict: ConflictClause? =
            switch kind {
            case .null, .notNull, .unique: try parseOnConflict()
            case .primaryKey, .check, .defaultValue, .collate, .references, .deferrable, .generated: nil
            }
        guard case .primaryKey(let direction, _) = kind else {
            return ColumnConstraint(name: name, kind: kind, conflict: conflict, span: span(from: start))
        }
        let keyConflict = try parseOnConflict()
        let isAutoincrement = skip(.autoincrement)
        return ColumnConstraint(
            name: name, kind: .primaryKey(direction, isAutoincrement: isAutoincrement), conflict: keyConflict,
            span: span(from: start))
    }

    private mutating func parseConstraintName() throws(SyntaxError) -> Identifier? {
        guard skip(.constraint) else { return nil }
        return try parseName("a constraint's name")
    }

    private mutating func parseColumnConstraintKind() throws(SyntaxError) -> ColumnConstraint.Kind {
        switch current.kind {
        case .keyword(.null):
            advance()
            return .null
        case .keyword(.not):
            return try parseNot()
        case .keyword(.primary):
            advance()
            try expect(.key)
            return .primaryKey(parseDirection(), isAutoincrement: false)
        case .keyword(.unique):
            advance()
            return .unique
        case .keyword(.check):
            advance()
            return .check(try parseParenthesized())
        case .keyword(.default):
            advance()
            return .defaultValue(try parseDefault())
        case .keyword(.collate):
            advance()
            let name = try parseName("a collation's name", .alias)
            if !["binary", "nocase", "rtrim"].contains(name.folded) {
                noteStop()
            }
            return .collate(name)
        case .keyword(.references):
            return .references(try parseForeignKeyTarget())
        case .keyword(.deferrable):
            return .deferrable(try parseDeferral())
        default:
            return try parseGenerated()
        }
    }

    /// `NOT NULL`, `NOT DEFERRABLE`
    private mutating func parseNot() throws(SyntaxError) -> ColumnConstraint.Kind {
        if kind(ahead: 1) == .keyword(.deferrable) {
            return .deferrable(try parseDeferral())
        }
        advance()
        try expect(.null)
        return .notNull
    }

    private mutating func parseDefault() throws(SyntaxError) -> DefaultValue {
        if at(.leftParenthesis) {
            return DefaultValue(expression: try parseParenthesized(), isParenthesized: true)
        }
        if at(.plus) || at(.minus) {
            return DefaultValue(expression: try parseSignedDefault(), isParenthesized: false)
        }
        return DefaultValue(expression: try parseDefaultTerm(), isParenthesized: false)
    }

    private mutating func parseSignedDefault() throws(SyntaxError) -> Expression {
        let sign = current
        let digits = tokens[index + 1]
        if sign.kind == .minus, digits.kind == .integer, integerDigits(digits.span) == "9223372036854775808" {
            advance()
            advance()
            return try node(.literal(.integer(Int64.min)), sign.span.union(digits.span))
        }
        advance()
        guard atLiteral else { throw expected("a literal") }
        let term = try parseDefaultTerm()
        let op = sign.kind == .minus ? UnaryOperator.minus : .plus
        return try node(.unary(op, term), sign.span.union(term.span), over: term.height)
    }

    /// A literal, or a word that is taken as a string.
    private mutating func parseDefaultTerm() throws(SyntaxError) -> Expression {
        guard !atLiteral else { return try parseLiteral() }
        let word = try parseName("a literal, a word or \"(\"", .word)
        if !word.isQuoted, word.folded == "true" || word.folded == "false" {
            require(.booleanLiteral, at: word.span)
            return try node(.literal(.boolean(word.folded == "true")), word.span)
        }
        return try node(.literal(.string(word.name)), word.span)
    }

    /// `[GENERATED ALWAYS] AS (x) [STORED|VIRTUAL]`
    private mutating func parseGenerated() throws(SyntaxError) -> ColumnConstraint.Kind {
        let start = index
        if skip(.generated) {
            try expect(.always)
        }
        try expect(.as)
        let expression = try parseParenthesized()
        var isStored = false
        if isName(current.kind, .word), !at(.generated), !at(.indexed) {
            let storage = identifier(advance().span)
            isStored = storage.folded == "stored"
            if !isStored, storage.folded != "virtual" {
                refuse(
                    SyntaxError(
                        message: "unknown storage \"\(storage.name)\" of a generated column", span: storage.span,
                        suggestion: "write STORED or VIRTUAL"))
            }
        }
        require(.generatedColumn, at: span(from: start))
        return .generated(expression, isStored: isStored)
    }

    /// `ON CONFLICT action`
    mutating func parseOnConflict() throws(SyntaxError) -> ConflictClause? {
        let start = index
        guard skip(.on) else { return nil }
        try expect(.conflict)
        let action = try parseConflictAction()
        return ConflictClause(action: action, span: span(from: start))
    }

    /// A constraint of a table; nil for a CONSTRAINT with a name and nothing else, which SQLite takes and ignores.
    mutating func parseTableConstraint() throws(SyntaxError) -> TableConstraint? {
        let start = index
        let name = try parseConstraintName()
        let kind: TableConstraint.Kind
        switch current.kind {
        case .keyword(.primary): kind = try parsePrimaryKey()
        case .keyword(.unique):
            advance()
            try expect(.leftParenthesis, "\"(\"")
            kind = .unique(try parseOrderingTerms())
            try expect(.rightParenthesis, "\",\" or \")\"")
        case .keyword(.check):
            advance()
            kind = .check(try parseParenthesized())
        case .keyword(.foreign):
            kind = try parseForeignKey()
        default:
            guard name != nil else { throw expected("a table constraint") }
            return nil
        }
        var conflict: ConflictClause?
        if case .foreignKey = kind {
            // SQLite's grammar has no conflict clause for a foreign key.
        } else {
            conflict = try parseOnConflict()
        }
        return TableConstraint(name: name, kind: kind, conflict: conflict, span: span(from: start))
    }

    private mutating func parsePrimaryKey() throws(SyntaxError) -> TableConstraint.Kind {
        advance()
        try expect(.key)
        try expect(.leftParenthesis, "\"(\"")
        let terms = try parseOrderingTerms()
        let isAutoincrement = skip(.autoincrement)
        try expect(.rightParenthesis, "\",\" or \")\"")
        return .primaryKey(terms, isAutoincrement: isAutoincrement)
    }

    private mutating func parseForeignKey() throws(SyntaxError) -> TableConstraint.Kind {
        advance()
        try expect(.key)
        let columns = try parseNameList()
        guard at(.references) else { throw expected("REFERENCES") }
        return .foreignKey(columns, try parseForeignKeyTarget())
    }

    private mutating func parseForeignKeyTarget() throws(SyntaxError) -> ForeignKeyTarget {
        let start = index
        advance()
        let table = try parseName("a table name")
        let columns = try parseOptionalNameList()
        var onDelete: ForeignKeyTarget.Action?
        var onUpdate: ForeignKeyTarget.Action?
        var match: Identifier?
        while true {
            if skip(.match) {
                match = try parseName("MATCH's name")
            } else if skip(.on) {
                switch advance().kind {
                case .keyword(.delete): onDelete = try parseForeignKeyAction()
                case .keyword(.update): onUpdate = try parseForeignKeyAction()
                case .keyword(.insert): _ = try parseForeignKeyAction()
                default:
                    index -= 1
                    throw expected("DELETE or UPDATE")
                }
            } else {
                break
            }
        }
        let isDeferral = at(.deferrable) || at(.not, .deferrable)
        let deferral = isDeferral ? try parseDeferral() : nil
        return ForeignKeyTarget(
            table: table, columns: columns, onDelete: onDelete, onUpdate: onUpdate, match: match, deferral: deferral,
            span: span(from: start))
    }

    private mutating func parseForeignKeyAction() throws(SyntaxError) -> ForeignKeyTarget.Action {
        if skip(.set) {
            if skip(.null) { return .setNull }
            guard skip(.default) else { throw expected("NULL or DEFAULT") }
            return .setDefault
        }
        if skip(.cascade) { return .cascade }
        if skip(.restrict) { return .restrict }
        guard skip(.no) else { throw expected("SET NULL, SET DEFAULT, CASCADE, RESTRICT or NO ACTION") }
        try expect(.action)
        return .noAction
    }

    private mutating func parseDeferral() throws(SyntaxError) -> Deferral {
        let start = index
        let isDeferrable = !skip(.not)
        try expect(.deferrable)
        var isDeferred = false
        if skip(.initially) {
            isDeferred = skip(.deferred)
            if !isDeferred, !skip(.immediate) {
                throw expected("DEFERRED or IMMEDIATE")
            }
        }
        return Deferral(
            isDeferrable: isDeferrable, isInitiallyDeferred: isDeferrable && isDeferred, span: span(from: start))
    }
}
