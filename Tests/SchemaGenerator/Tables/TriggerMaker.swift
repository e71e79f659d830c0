/// Makes triggers.
///
/// They end: an UPDATE by a trigger writes `hits`, which no trigger waits for; INSERT and DELETE go to tables further
/// down the list, and so do the actions of foreign keys.
struct TriggerMaker {
    let tables: [RandomTable]

    func triggers(using chance: inout Chance) -> [String] {
        var triggers: [String] = []
        let replicated = tables.indices.filter { tables[$0].side == .replicated }
        for index in chance.some(1...replicated.count, of: replicated) {
            let made: String? =
                switch chance.int(0...6) {
                case 0, 1: countElsewhere(index, using: &chance)
                case 2: countOwn(index, using: &chance)
                case 3: guarded(index, using: &chance)
                case 4: copy(index, using: &chance)
                case 5: deletion(index, using: &chance)
                default: audit(index, using: &chance) ?? countElsewhere(index, using: &chance)
                }
            if let made { triggers.append("CREATE TRIGGER \(tables[index].name)_\(triggers.count + 1) \(made)") }
        }
        return triggers
    }

    /// `UPDATE OF`, and what else may fire a trigger: not a change of `hits`.
    private func event(_ table: RandomTable, using chance: inout Chance) -> (text: String, row: String) {
        let column = chance.one(of: table.values + table.keyColumns)?.name ?? table.key[0]
        return switch chance.int(0...4) {
        case 0, 1: ("INSERT", "NEW")
        case 2: ("DELETE", "OLD")
        default: ("UPDATE OF \(column)", chance.pick("NEW", "OLD"))
        }
    }

    private func countElsewhere(_ index: Int, using chance: inout Chance) -> String? {
        let table = tables[index]
        let event = event(table, using: &chance)
        let links = tables.indices.flatMap { other in
            tables[other].side == .replicated ? self.links(from: index, to: other, row: event.row) : []
        }
        guard let link = chance.one(of: links) else { return nil }
        return """
            AFTER \(event.text) ON \(table.name) BEGIN
              UPDATE \(link.table.name) SET \(link.table.increment) WHERE \(link.condition);
            END;

            """
    }

    private func countOwn(_ index: Int, using chance: inout Chance) -> String? {
        let table = tables[index]
        guard let column = chance.one(of: table.values) else { return nil }
        return """
            AFTER UPDATE OF \(column.name) ON \(table.name) WHEN OLD.\(column.name) IS NOT NEW.\(column.name) BEGIN
              UPDATE \(table.name) SET \(table.increment) WHERE \(table.key.map { "\($0) = NEW.\($0)" }.joined(separator: " AND "));
            END;

            """
    }

    private func guarded(_ index: Int, using chance: inout Chance) -> String? {
        let table = tables[index]
        let raise = chance.pick("RAISE(ABORT, 'not this one')", "RAISE(FAIL, 'no')", "RAISE(IGNORE)")
        if let text = chance.one(of: table.columns(.text)), chance.percent(40) {
            return """
                BEFORE INSERT ON \(table.name) WHEN NEW.\(text.name) = 'back\\slash' BEGIN
                  SELECT \(raise);
                END;

                """
        }
        return """
            BEFORE DELETE ON \(table.name) WHEN OLD.hits > 3 BEGIN
              SELECT \(raise);
            END;

            """
    }

    private func copy(_ index: Int, using chance: inout Chance) -> String? {
        let table = tables[index]
        let event = chance.pick((text: "INSERT", row: "NEW"), (text: "DELETE", row: "OLD"))
        let others = tables[(index + 1)...].filter { other in
            other.side == .replicated && RowMapping(from: table, to: other).isComplete
        }
        guard let other = chance.one(of: others) else { return nil }
        let values = RowMapping(from: table, to: other).values(qualifier: event.row)
        let conflict =
            chance.percent(60)
            ? "(\(other.key.joined(separator: ", "))) DO UPDATE SET \(other.increment)" : "DO NOTHING"
        let names = values.map(\.column).joined(separator: ", ")
        return """
            AFTER \(event.text) ON \(table.name) WHEN \(event.row).hits < 20 BEGIN
              INSERT INTO \(other.name) (\(names))
              VALUES (\(values.map(\.value).joined(separator: ", "))) ON CONFLICT \(conflict);
            END;

            """
    }

    private func deletion(_ index: Int, using chance: inout Chance) -> String? {
        let links = tables.indices.filter { $0 > index && tables[$0].side == .replicated }
            .flatMap { self.links(from: index, to: $0, row: "OLD") }
        guard let link = chance.one(of: links) else { return nil }
        return """
            AFTER DELETE ON \(tables[index].name) BEGIN
              DELETE FROM \(link.table.name) WHERE \(link.condition);
            END;

            """
    }

    private func audit(_ index: Int, using chance: inout Chance) -> String? {
        let table = tables[index]
        guard tables.contains(where: { $0.name == "audit" }) else { return nil }
        let event = event(table, using: &chance)
        return """
            AFTER \(event.text) ON \(table.name) BEGIN
              INSERT INTO audit (entry, who) VALUES ('\(table.name) ' || quote(\(event.row).\(table.key[0])), 'a trigger')
              ON CONFLICT (entry) DO UPDATE SET hits = hits + 1;
            END;

            """
    }

    /// Rows of another table that have to do with a row: its parent, its children, those that share a value.
    private func links(
        from index: Int, to other: Int, row: String
    ) -> [(table: RandomTable, condition: String)] {
        let table = tables[index]
        let target = tables[other]
        let toParents = table.references.filter { $0.parent == target.name }.map { reference in
            zip(reference.parentColumns, reference.columns).map { "\($0) = \(row).\($1)" }
        }
        let toChildren = target.references.filter { $0.parent == table.name }.map { reference in
            zip(reference.columns, reference.parentColumns).map { "\($0) = \(row).\($1)" }
        }
        let shared = table.columns.filter { column in
            index != other && target.column(column.name) != nil && !column.isCounter && column.generated == nil
                && target.column(column.name)?.generated == nil
        }.map { ["\($0.name) = \(row).\($0.name)"] }
        return (toParents + toChildren + shared).map { (target, $0.joined(separator: " AND ")) }
    }
}
