import LockstepSchema

extension SwiftCode {
    /// The accesses as an array of `TableAccess`.
    ///
    /// - Parameter head: What stands before the array on its line.
    static func accesses(_ accesses: [TableAccess], after head: SwiftCode) -> SwiftCode {
        array(accesses.map(access), after: head)
    }

    private static func access(_ access: TableAccess) -> SwiftCode {
        let columns = access.columns.map(SwiftLiteral.singleLine)
        let list = SwiftCode.list("[", columns, "]", .filledCollection, indentation: nestedIndentation)
        let elements = [SwiftLiteral.singleLine(access.table), list]
        // A comma follows.
        return SwiftCode.list("TableAccess(", elements, ")", .eachElement, indentation: expectedIndentation + 1)
    }

    /// That of a column on a line of its own: within an array, an access and an argument of a description.
    private static let nestedIndentation = 24
}
