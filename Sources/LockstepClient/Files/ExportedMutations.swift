import Lockstep

/// What a replica knows that is the user's and not the server's, as text: the mutations that are pending, and the
/// rejections that were not dismissed.
///
/// A mutation that is pending may have reached the server all the same, if no answer came back.
public struct ExportedMutations: Hashable, Sendable {
    public internal(set) var pendingCount = 0
    public internal(set) var rejectionCount = 0

    /// A JSON object per line, in UTF-8, oldest first and pending ones before rejected ones. Its members are `state`
    /// (`pending` or `rejected`), `token`, `name`, `args`, `at` (when it was made, in milliseconds since 1970), and for
    /// a rejection `code` and `message`.
    public internal(set) var jsonLines: [UInt8] = []

    public var isEmpty: Bool { pendingCount == 0 && rejectionCount == 0 }
}

extension ExportedMutations {
    /// Reads them within the transaction that the caller holds.
    init(_ connection: SQLiteConnection) throws {
        try connection.statement(
            "SELECT token, name, arguments, made_at FROM lockstep_pending ORDER BY number" as StaticString
        ).forEach { row in
            pendingCount += 1
            append(row, isRejected: false)
        }
        try connection.statement(
            """
            SELECT token, name, arguments, made_at, code, message FROM lockstep_rejection ORDER BY sequence
            """ as StaticString
        ).forEach { row in
            rejectionCount += 1
            append(row, isRejected: true)
        }
    }

    private mutating func append(_ row: SQLiteStatement, isRejected: Bool) {
        var json = JSONWriter()
        json.object { json in
            json.key("state")
            json.string(isRejected ? "rejected" : "pending")
            json.key("token")
            json.value(row.column(0))
            json.key("name")
            json.value(row.column(1))
            json.key("args")
            json.raw(Array(row.column(2).blob))
            json.key("at")
            json.value(row.column(3))
            guard isRejected else { return }
            json.key("code")
            json.value(row.column(4))
            json.key("message")
            json.value(row.column(5))
        }
        jsonLines += json.bytes
        jsonLines.append(UInt8(ascii: "\n"))
    }
}
