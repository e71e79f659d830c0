extension SQLWriter {
    /// A name as written, or in canonical form.
    mutating func name(_ identifier: Identifier) {
        word(identifier.canonicalText)
        authored(identifier)
    }

    mutating func name(_ name: QualifiedName) {
        word((name.schema.map { $0.canonicalText + "." } ?? "") + name.name.canonicalText)
        if let schema = name.schema { authored(schema) }
        authored(name.name)
    }

    mutating func column(_ column: ColumnReference) {
        let qualifiers = [column.schema, column.table].compactMap { $0 }
        if qualifiers.isEmpty {
            word(column.name.canonicalColumnText)
        } else {
            word((qualifiers + [column.name]).map(\.canonicalText).joined(separator: "."))
        }
        for qualifier in qualifiers { authored(qualifier) }
        authored(column.name)
    }

    /// `(a, b)`
    mutating func names(_ names: [Identifier]) {
        guard let first = names.first else { return }
        group {
            $0.write("(", to: first.span.start)
            $0.indent {
                $0.softLine()
                $0.list(names, span: \.span) { $0.name($1) }
            }
            $0.softLine()
            $0.close()
        }
    }

    private mutating func authored(_ identifier: Identifier) {
        guard !isCanonical else { return }
        to(identifier.span.start)
        tokens(of: identifier.span)
    }

    mutating func typeName(_ type: TypeName) {
        word(canonicalText(of: type))
        guard !isCanonical else { return }
        guard type.names.last?.folded != "always" else { return raw(type.span) }
        for name in type.names { authored(name) }
        if !type.numbers.isEmpty {
            glue()
            tokens(of: type.span)
        }
    }

    /// The words as written, since SQLite keeps their text, quotes and all.
    ///
    /// A type of 16 bytes or more, white space counted, loses an ALWAYS at its end (`sqlite3AddColumn`): it stays as
    /// long.
    func canonicalText(of type: TypeName) -> String {
        if type.names.last?.folded == "always" { return source.text(in: type.span) }
        let words = type.names.map { source.text(in: $0.span) }.joined(separator: " ")
        guard !type.numbers.isEmpty else { return words }
        var text = words
        for token in TokenList(source, in: [type.span]).tokens.drop(while: { $0.kind != .leftParenthesis }) {
            text += token.kind == .comma ? ", " : source.text(in: token.span)
        }
        return text
    }

    /// How wide a name is where it stands in a column.
    func width(of identifier: Identifier) -> Int {
        (isCanonical ? identifier.canonicalText : source.text(in: identifier.span)).unicodeScalars.count
    }

    func width(of type: TypeName?) -> Int {
        type.map { canonicalText(of: $0).unicodeScalars.count } ?? 0
    }
}
