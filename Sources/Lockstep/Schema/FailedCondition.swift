/// A condition of a mutation that does not hold on the server, which refuses the mutation for good.
public struct FailedCondition: Error, Hashable, Sendable, CustomStringConvertible {
    /// `denied` for `-- allow:`, else the code that `-- require` gives.
    public let code: String

    /// The mutation's name.
    public let mutation: String

    public init(code: String, mutation: String) {
        self.code = code
        self.mutation = mutation
    }

    /// A sentence for the person who reads the rejection.
    public var message: String {
        code == Self.denied
            ? "The mutation `\(mutation)` is not allowed for this user."
            : "The mutation `\(mutation)` does not meet its requirement `\(code)`."
    }

    public var description: String { "\(code): \(message)" }

    /// The code of a mutation that is not allowed.
    public static let denied = "denied"
}

extension SQLiteConnection {
    /// Runs a condition, a SELECT of one value that is to be true: neither NULL nor zero.
    ///
    /// - Parameters:
    ///   - bind: Binds the parameters.
    ///   - failure: What to throw if it does not hold.
    /// - Throws: `failure`; `SQLiteError`.
    public func require(
        _ sql: StaticString, or failure: @autoclosure () -> FailedCondition,
        _ bind: (SQLiteStatement) throws -> Void = { _ in }
    ) throws {
        let statement = try statement(sql)
        try bind(statement)
        let holds = try statement.first { row in
            let value = row.column(0)
            return !value.isNull && value.double != 0
        }
        guard holds == true else { throw failure() }
    }
}
