import LockstepSchema

extension Explanation {
    func outline(of table: Table) -> Outline {
        var outline = Outline("table \(table.name) (\(Self.text(table.side)))", documentation: table.documentation)
        outline.add("Columns of \(table.structName.name)") { section in
            for column in table.columns {
                var notes = [column.declaredType.isEmpty ? "no type" : column.declaredType]
                if column.isInKey { notes.append("key") }
                if column.isGenerated { notes.append(column.isStored ? "generated, stored" : "generated") }
                if column.hasDefault { notes.append("default") }
                section.line(
                    "\(column.property.name): \(column.type.spelling) from \(column.name) (\(notes.joined(separator: ", ")))"
                )
            }
        }
        outline.add("Refers to", isEmpty: table.foreignKeys.isEmpty) { section in
            for key in table.foreignKeys {
                let parent = "\(key.parentTable)(\(key.parentColumns.joined(separator: ", ")))"
                let action = SchemaReport.ForeignKey.text(key.onDelete)
                section.line("\(parent) by \(key.columns.joined(separator: ", ")), on delete \(action)")
            }
        }
        addAccess(of: table, to: &outline)
        outline.addNames("Read by", users(of: table.name) { $0.reads } + readers(of: table.name))
        outline.addNames("Written by", users(of: table.name) { $0.writes })
        return outline
    }

    func outline(of rule: ReadRule, _ table: Table) -> Outline {
        var outline = Outline("read rule \(table.name)\(rule.name.map { ".\($0)" } ?? "")", documentation: "")
        outline.add("Lets read") { add(rule, of: table, to: &$0) }
        add("Depends on", rule.reads, to: &outline)
        return outline
    }

    private func addAccess(of table: Table, to outline: inout Outline) {
        guard table.side == .replicated else { return }
        outline.add("May be read by") { section in
            guard case .rules(let rules) = table.readAccess else {
                section.line("everyone")
                return
            }
            for rule in rules { add(rule, of: table, to: &section) }
        }
    }

    private func add(_ rule: ReadRule, of table: Table, to section: inout Outline.Section) {
        section.line("\(rule.name ?? table.name), at \(Self.text(rule.place)):")
        switch rule.scope {
        case .parent(let columns, let parent):
            section.line("  whoever may read its `\(parent)` by \(columns.joined(separator: ", "))")
        case .expression(let sql, let type):
            section.line("  actors whose grants hold \(sql) (\(type.spelling))")
        }
        if let grant = rule.grant { add(grant, to: &section, withPlan: true) }
    }

    private func users(of table: String, _ accesses: (Mutation) -> [TableAccess]) -> [String] {
        schema.mutations.filter { accesses($0).contains { $0.table == table } }.map(\.name.name)
    }

    private func readers(of table: String) -> [String] {
        schema.queries.filter { $0.reads.contains { $0.table == table } }.map(\.name.name)
    }

    private static func text(_ side: TableSide) -> String {
        switch side {
        case .replicated: "on the server and on clients"
        case .server: "on the server only"
        case .client: "on clients only"
        case .derived: "kept by triggers on each client"
        }
    }
}

extension Outline {
    fileprivate mutating func addNames(_ title: String, _ names: [String]) {
        add(title, isEmpty: names.isEmpty) { $0.line(names.sorted().joined(separator: ", ")) }
    }
}
