extension Parser {
    mutating func parseCreateTrigger(isTemporary: Bool) throws(SyntaxError) -> CreateTrigger {
        advance()
        let ifNotExists = try parseIfNotExists()
        let name = try parseQualifiedName("a trigger name")
        let time = try parseTriggerTime()
        let event = try parseTriggerEvent()
        try expect(.on)
        let table = try parseQualifiedName("a table name")
        let isForEachRow = try parseForEachRow()
        let condition = skip(.when) ? try parseExpression() : nil
        // In a database without tables there is none that the trigger could be for.
        noteStop()
        try expect(.begin)
        trigger = isTemporary ? .temporary : .permanent
        let body = try parseTriggerBody()
        trigger = nil
        return CreateTrigger(
            isTemporary: isTemporary, ifNotExists: ifNotExists, name: name, time: time, event: event, table: table,
            isForEachRow: isForEachRow, condition: condition, body: body)
    }

    private mutating func parseTriggerTime() throws(SyntaxError) -> CreateTrigger.Time? {
        if skip(.before) { return .before }
        if skip(.after) { return .after }
        guard skip(.instead) else { return nil }
        try expect(.of)
        return .insteadOf
    }

    private mutating func parseTriggerEvent() throws(SyntaxError) -> CreateTrigger.Event {
        if skip(.delete) { return .delete }
        if skip(.insert) { return .insert }
        guard skip(.update) else { throw expected("DELETE, INSERT or UPDATE") }
        guard skip(.of) else { return .update(of: nil) }
        let columns = try parseList { (parser) throws(SyntaxError) in try parser.parseName("a column name") }
        return .update(of: columns)
    }

    private mutating func parseForEachRow() throws(SyntaxError) -> Bool {
        guard skip(.for) else { return false }
        try expect(.each)
        guard skip(.row) else { throw expected("ROW: SQLite has row triggers only") }
        return true
    }

    /// The statements' parameters are collected by the trigger, too: SQLite rejects them when it runs CREATE TRIGGER.
    private mutating func parseTriggerBody() throws(SyntaxError) -> [Statement] {
        var body: [Statement] = []
        repeat {
            let start = index
            let before = parameters.count
            guard isSelect() || at(.insert) || at(.replace) || at(.update) || at(.delete) else {
                throw expected("SELECT, INSERT, REPLACE, UPDATE or DELETE")
            }
            let kind = try parseDataStatement()
            body.append(
                Statement(kind: kind, span: span(from: start), parameters: Array(parameters[before...])))
            try expect(.semicolon, "\";\"")
        } while !at(.end)
        try expect(.end)
        return body
    }
}
