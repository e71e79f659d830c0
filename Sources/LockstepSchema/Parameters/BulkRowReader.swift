import LockstepSQL

/// Reads `-- rows cards: card(id, lane_id, position)`: what the elements of `json_each(:cards)` are.
struct BulkRowReader {
    let definition: Definition
    let catalog: Catalog
    let reporter: Reporter

    /// By parameter, with the place of the directive.
    func rows() -> [String: (row: BulkRow, place: SourcePlace)] {
        let directives = definition.comments.directives(.rows)
        var rows: [String: (row: BulkRow, place: SourcePlace)] = [:]
        for directive in directives {
            guard let name = directive.name.map(SwiftNaming.lowerCamelCase) else {
                reportForm(directive)
                continue
            }
            if rows[name] != nil {
                reporter.error("the rows of `:\(name)` are given twice", at: directive.place)
            } else if ReservedParameter(rawValue: name) != nil {
                reporter.error("`:\(name)` is not given by callers", at: directive.place)
            } else if let row = row(directive, named: structName(of: name, isOnly: directives.count == 1)) {
                rows[name] = (row, directive.place)
            }
        }
        return rows
    }

    /// Named after the definition, and after the parameter as well where there are several, or the result's rows have
    /// the shorter name.
    private func structName(of parameter: String, isOnly: Bool) -> SwiftIdentifier {
        let base = SwiftNaming.upperCamelCase(definition.name)
        let isEnough = isOnly && definition.kind == .mutation
        return SwiftIdentifier(base + (isEnough ? "" : SwiftNaming.upperCamelCase(parameter)) + "Row")
    }

    private func reportForm(_ directive: Directive) {
        reporter.error(
            "`-- rows` says which columns of a table the elements of a parameter have", at: directive.place,
            suggestion: "write for example `-- rows cards: card(id, position)`")
    }

    private func row(_ directive: Directive, named name: SwiftIdentifier) -> BulkRow? {
        let words = DirectiveWord.words(of: directive)
        let texts = words.map(\.text)
        guard texts.count >= 4, texts[1] == "(", texts.last == ")", words[0].isName else {
            reportForm(directive)
            return nil
        }
        let members = words[2..<(words.count - 1)]
        let hasForm = members.enumerated().allSatisfy {
            $0.offset.isMultiple(of: 2) ? $0.element.isName : $0.element.text == ","
        }
        guard hasForm, !members.count.isMultiple(of: 2) else {
            reportForm(directive)
            return nil
        }
        guard let table = catalog[table: texts[0]] else {
            catalog.reportMissingTable(texts[0], at: words[0].place, reporter: reporter)
            return nil
        }
        var fields: [BulkRow.Field] = []
        let names = members.filter(\.isName)
        for word in names {
            guard let field = field(word, of: table) else { continue }
            if fields.contains(where: { $0.column == field.column }) {
                reporter.error("`\(word.text)` is listed twice", at: word.place)
            } else {
                fields.append(field)
            }
        }
        return fields.count == names.count ? BulkRow(name: name, table: table.name, fields: fields) : nil
    }

    private func field(_ word: DirectiveWord, of table: CatalogTable) -> BulkRow.Field? {
        guard let index = table.index(ofColumn: word.text) else {
            reporter.error(
                "`\(table.name)` has no column `\(word.text)`", at: word.place,
                suggestion: suggestion(for: word.text, among: table.columns.map(\.name)))
            return nil
        }
        let column = table.columns[index]
        if column.isGenerated {
            reporter.error("`\(column.name)` is generated and cannot be set", at: word.place)
            return nil
        }
        // Its column has been reported.
        guard let type = column.type else { return nil }
        if type.storage == .blob || type.storage == .any {
            reporter.error(
                "`\(column.name)` is stored as \(type.storage.rawValue), which JSON cannot carry", at: word.place,
                notes: [.init("the column", at: column.place)],
                suggestion: "leave it out, and set it with a mutation that takes one row")
            return nil
        }
        return BulkRow.Field(name: SwiftIdentifier(column.property), column: column.name, type: type)
    }
}
