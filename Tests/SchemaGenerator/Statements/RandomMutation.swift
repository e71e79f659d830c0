struct RandomMutation {
    var name: String
    var directives: [String] = []
    var statements: [String]

    /// The table that most of it is about.
    let table: RandomTable

    /// A condition that is an expression about the row of `table` that the mutation is about, if there is one.
    var addressesRow = false

    /// It is about tables of the client's own, and never pushed.
    var isLocal: Bool { table.side == .client }

    /// - Parameter directives: What stands below the name.
    func sql(_ directives: [String]) -> String {
        let head = ["-- name: \(name) :mutation"] + (directives + self.directives).map { "-- \($0)" }
        return (head + statements.map { "\($0);" }).joined(separator: "\n") + "\n"
    }

    /// Whether a statement names the parameter.
    func uses(_ parameter: String) -> Bool {
        statements.contains { statement in
            statement.ranges(of: parameter).contains { range in
                guard range.upperBound < statement.endIndex else { return true }
                let next = statement[range.upperBound]
                return !(next.isLetter || next.isNumber || next == "_")
            }
        }
    }
}
