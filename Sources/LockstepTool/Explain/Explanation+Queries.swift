import LockstepSchema

extension Explanation {
    func outline(of query: Query) -> Outline {
        let kind = query.cardinality == .many ? "many" : "one"
        var outline = Outline("query \(query.name.name) (:\(kind))", documentation: query.documentation)
        add(query.arguments, of: query.name.name, isQuery: true, to: &outline)
        outline.add("Result") { section in
            let row = query.rowType(in: schema)
            switch query.cardinality {
            case .many: section.line("[\(row)]")
            case .optionalOne: section.line(row.hasSuffix("?") ? "\(row), and nil without a row" : "\(row)?")
            case .exactlyOne: section.line("\(row), always one row")
            }
            for column in query.columns {
                let path = column.path.map(\.name).joined(separator: ".")
                section.line("  \(path.isEmpty ? column.name : path): \(column.type.spelling)")
            }
        }
        outline.add("Runs \(query.side == .server ? "on the server" : "on clients")") { section in
            add(query.statement, to: &section, withPlan: true)
        }
        add("Runs again when these change", query.reads, to: &outline)
        if let row = query.pinnedRow {
            outline.add("Only for the row") { $0.line(Self.text(row, in: schema)) }
        }
        return outline
    }
}
