extension SQLWriter {
    mutating func createTable(_ table: CreateTable, end: Int) {
        word(table.isTemporary ? "CREATE TEMP TABLE" : "CREATE TABLE")
        if table.ifNotExists { word("IF NOT EXISTS") }
        name(table.name)
        switch table.content {
        case .select(let select):
            group {
                $0.write("AS", to: select.span.start)
                $0.line()
                $0.select(select, isNamed: true)
            }
        case .definition(let definition):
            self.definition(definition)
            let options = [definition.isStrict ? "STRICT" : nil, definition.isWithoutRowid ? "WITHOUT ROWID" : nil]
            let words = options.compactMap { $0 }.joined(separator: ", ")
            if !words.isEmpty { word(words) }
            to(end, uppercasesWords: true)
        }
    }

    private mutating func definition(_ definition: CreateTable.Definition) {
        group {
            $0.document.append(.beginAlignment)
            $0.write("(", to: definition.span.start + 1)
            $0.breakIfAuthored(from: definition.span.start, to: definition.columns[0].span.start)
            $0.isAligned = true
            $0.indent {
                $0.columns(definition.columns)
                for constraint in definition.constraints {
                    $0.write(",", to: constraint.span.start)
                    $0.line()
                    $0.emptyLine()
                    $0.tableConstraint(constraint)
                }
                $0.to(definition.span.end - 1, uppercasesWords: false)
                $0.putOwnLineComments()
            }
            $0.softLine()
            $0.isAligned = false
            $0.close()
            $0.document.append(.endAlignment)
        }
    }

    /// Keeps a break that the author made, where one line might do.
    mutating func breakIfAuthored(from start: Int, to end: Int) {
        if !isCanonical, TokenTape.lineBreaks(from: start, to: end, in: source) > 0 { document.breakGroups() }
    }

    private mutating func columns(_ columns: [ColumnDefinition]) {
        let nameWidth = columns.reduce(0) { max($0, width(of: $1.name)) }
        let typeWidth = columns.reduce(0) { max($0, width(of: $1.type)) }
        for (index, column) in columns.enumerated() {
            if index > 0 { write(",", to: column.span.start) }
            index > 0 ? line() : softLine()
            if index > 0 { emptyLine() }
            putOwnLineComments()
            name(column.name)
            let rest = width(of: column.name)
            if let type = column.type {
                padding(nameWidth - rest + 1)
                typeName(type)
                if !column.constraints.isEmpty { padding(typeWidth - width(of: type) + 1) }
            } else if !column.constraints.isEmpty {
                padding(nameWidth - rest + 1 + (typeWidth > 0 ? typeWidth + 1 : 0))
            }
            constraints(of: column)
        }
    }

    mutating func column(_ column: ColumnDefinition) {
        name(column.name)
        if let type = column.type { typeName(type) }
        constraints(of: column)
    }

    /// A long column goes on below, two levels further in.
    private mutating func constraints(of column: ColumnDefinition) {
        for (index, constraint) in column.constraints.enumerated() {
            group {
                $0.document.append(.indent)
                $0.indent {
                    if index > 0, constraint.mayBeginLine { $0.line() }
                    $0.columnConstraint(constraint)
                }
                $0.document.append(.dedent)
            }
        }
        to(column.span.end)
    }

    private mutating func columnConstraint(_ constraint: ColumnConstraint) {
        constraintName(constraint.name)
        switch constraint.kind {
        case .null: word("NULL")
        case .notNull: word("NOT NULL")
        case .unique: word("UNIQUE")
        case .primaryKey(let direction, _):
            word("PRIMARY KEY")
            if let direction { word(direction.rawValue) }
        case .check(let condition): enclosed(condition, after: "CHECK")
        case .defaultValue(let value): defaultValue(value)
        case .collate(let collation):
            word("COLLATE")
            name(collation)
        case .references(let target): references(target)
        case .deferrable(let deferral): self.deferral(deferral)
        case .generated(let expression, let isStored):
            enclosed(expression, after: "GENERATED ALWAYS AS")
            word(isStored ? "STORED" : "VIRTUAL")
        }
        conflict(constraint.conflict)
        if case .primaryKey(_, isAutoincrement: true) = constraint.kind { word("AUTOINCREMENT") }
        to(constraint.span.end, uppercasesWords: true)
    }

    private mutating func constraintName(_ name: Identifier?) {
        guard let name else { return }
        word("CONSTRAINT")
        self.name(name)
    }

    private mutating func conflict(_ clause: ConflictClause?) {
        if let clause { word("ON CONFLICT " + clause.action.rawValue) }
    }

    /// An expression in parentheses that belong to the grammar: they are not in its span.
    private mutating func enclosed(_ expression: Expression, after text: String) {
        write(text + " (", to: expression.span.start)
        self.expression(expression)
        close()
    }

    private mutating func defaultValue(_ value: DefaultValue) {
        if value.isParenthesized { return enclosed(value.expression, after: "DEFAULT") }
        word("DEFAULT")
        // A word is a string there, and a sign belongs to the number.
        var text = ""
        for token in TokenList(source, in: [value.expression.span]).tokens where token.kind != .endOfInput {
            text += source.text(in: token.span)
        }
        word(text)
        if !isCanonical { tokens(of: value.expression.span) }
    }

    private mutating func references(_ target: ForeignKeyTarget) {
        word("REFERENCES")
        name(target.table)
        if let columns = target.columns {
            glue()
            names(columns)
        }
        if let action = target.onDelete { word("ON DELETE " + action.rawValue) }
        if let action = target.onUpdate { word("ON UPDATE " + action.rawValue) }
        if let match = target.match {
            word("MATCH " + match.canonicalText)
        }
        if let deferral = target.deferral { self.deferral(deferral) }
        to(target.span.end)
    }

    private mutating func deferral(_ deferral: Deferral) {
        word(deferral.isDeferrable ? "DEFERRABLE" : "NOT DEFERRABLE")
        if deferral.isInitiallyDeferred { word("INITIALLY DEFERRED") }
        to(deferral.span.end)
    }

    mutating func tableConstraint(_ constraint: TableConstraint) {
        constraintName(constraint.name)
        switch constraint.kind {
        case .primaryKey(let terms, let isAutoincrement):
            word("PRIMARY KEY")
            parenthesized(terms, isAutoincrement: isAutoincrement)
        case .unique(let terms):
            word("UNIQUE")
            parenthesized(terms)
        case .check(let condition): enclosed(condition, after: "CHECK")
        case .foreignKey(let columns, let target):
            word("FOREIGN KEY")
            names(columns)
            references(target)
        }
        conflict(constraint.conflict)
        to(constraint.span.end)
    }
}

extension ColumnConstraint {
    /// Whether a line that goes on with a long column may begin with it.
    fileprivate var mayBeginLine: Bool {
        switch kind {
        case .null, .notNull, .primaryKey, .unique, .collate, .deferrable: false
        case .check, .defaultValue, .references, .generated: true
        }
    }
}
