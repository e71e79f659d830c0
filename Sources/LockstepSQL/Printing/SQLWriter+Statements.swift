extension SQLWriter {
    /// - parameter isNamed: Whether the names of a SELECT's columns can be seen: not inside a trigger.
    mutating func statement(_ statement: Statement, isNamed: Bool = true) {
        let end = statement.span.end
        switch statement.kind {
        case .select(let select):
            // No SQL refers to the names of these columns: the author's text may be laid out.
            self.select(select, isNamed: isNamed && isCanonical)
        case .insert(let insert): self.insert(insert)
        case .update(let update): self.update(update)
        case .delete(let delete): self.delete(delete)
        case .createTable(let table): createTable(table, end: end)
        case .createVirtualTable(let table): createVirtualTable(table, end: end)
        case .createIndex(let index): createIndex(index)
        case .createView(let view): createView(view)
        case .createTrigger(let trigger): createTrigger(trigger)
        case .alterTable(let alter): alterTable(alter)
        case .drop(let drop): self.drop(drop)
        case .utility(let utility): self.utility(utility)
        }
        to(end)
    }

    private mutating func utility(_ utility: Utility) {
        switch utility.kind {
        case .explain: break
        case .rollback where utility.name != nil: word("ROLLBACK TO")
        default: word(utility.kind.rawValue)
        }
        switch utility.detail {
        case .transaction(let mode): word(mode.rawValue)
        case .attach(let file, let schema, let key):
            to(file.span.start)
            expression(file)
            write("AS", to: schema.span.start)
            expression(schema)
            if let key {
                write("KEY", to: key.span.start)
                expression(key)
            }
        case .detach(let schema):
            to(schema.span.start)
            expression(schema)
        case .explain(let explained, let isQueryPlan):
            write(isQueryPlan ? "EXPLAIN QUERY PLAN" : "EXPLAIN", to: explained.span.start)
            statement(explained)
        case .none, .vacuum: break
        }
        if let name = utility.name { self.name(name) }
        if case .vacuum(let file) = utility.detail {
            write("INTO", to: file.span.start)
            expression(file)
        }
        if let value = utility.value { word("= " + value) }
    }
}
