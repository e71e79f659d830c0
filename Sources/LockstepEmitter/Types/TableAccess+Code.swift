import LockstepSchema

extension SwiftCode {
    /// An array literal of `TableAccess`.
    static func accesses(_ accesses: [TableAccess]) -> SwiftCode {
        array(accesses.map(access))
    }

    private static func access(_ access: TableAccess) -> SwiftCode {
        let columns = SwiftCode.list("[", access.columns.map(SwiftLiteral.singleLine), "]", .filledCollection)
        let elements = [SwiftLiteral.singleLine(access.table), columns]
        return list("TableAccess(", elements, ")", .eachElement)
    }
}
