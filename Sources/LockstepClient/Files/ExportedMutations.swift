import Lockstep

/// What a replica knows that is the user's and not the server's, as text: the mutations that are pending, and the
/// rejections that were not dismissed.
///
/// A mutation that is pending may have reached the server all the same, if no answer came back.
public struct ExportedMutations: Hashable, Sendable {
    public internal(set) var pendingCount = 0
    public internal(set) var rejectionCount = 0

    /// False if the file is damaged, and some may be missing: these are the ones that could be read.
    public internal(set) var isComplete = true

    /// A JSON object per line, in UTF-8, oldest first and pending ones before rejected ones. Its members are `state`
    /// (`pending` or `rejected`), `token`, `name`, `args`, `at` (when it was made, in milliseconds since 1970), and for
    /// a rejection `code` and `message`, with `constraint` (`kind` and `name`) if it violated one.
    public internal(set) var jsonLines: [UInt8] = []

    public var isEmpty: Bool { pendingCount == 0 && rejectionCount == 0 }
}

extension ExportedMutations {
    private static let pendingSQL: StaticString =
        "SELECT number, token, name, arguments, made_at FROM lockstep_pending ORDER BY number"
    private static let pendingFromEndSQL: StaticString =
        "SELECT number, token, name, arguments, made_at FROM lockstep_pending ORDER BY number DESC"
    private static let rejectionSQL: StaticString = """
        SELECT sequence, token, name, arguments, made_at, code, message, violation FROM lockstep_rejection \
        ORDER BY sequence
        """
    private static let rejectionFromEndSQL: StaticString = """
        SELECT sequence, token, name, arguments, made_at, code, message, violation FROM lockstep_rejection \
        ORDER BY sequence DESC
        """

    /// Reads them within the transaction that the caller holds. Of a damaged file it reads what lies before the damage,
    /// and what lies behind it.
    init(_ connection: SQLiteConnection) throws {
        let pending = try lines(connection, Self.pendingSQL, Self.pendingFromEndSQL, isRejected: false)
        let rejections = try lines(connection, Self.rejectionSQL, Self.rejectionFromEndSQL, isRejected: true)
        pendingCount = pending.count
        rejectionCount = rejections.count
        jsonLines = (pending + rejections).flatMap { $0 + [UInt8(ascii: "\n")] }
    }

    private mutating func lines(
        _ connection: SQLiteConnection, _ sql: StaticString, _ sqlFromEnd: StaticString, isRejected: Bool
    ) throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var last = Int64.min
        do {
            try connection.statement(sql).forEach { row in
                last = row.column(0).int64
                append(row, isRejected: isRejected, to: &lines)
            }
            return lines
        } catch let error as SQLiteError where error.isDamage {
            isComplete = false
        }
        var linesFromEnd: [[UInt8]] = []
        do {
            let statement = try connection.statement(sqlFromEnd)
            defer { statement.reset() }
            while try statement.step(), statement.column(0).int64 > last {
                append(statement, isRejected: isRejected, to: &linesFromEnd)
            }
        } catch let error as SQLiteError where error.isDamage {
            // The other side of the damage.
        }
        return lines + linesFromEnd.reversed()
    }

    /// Appends the line of a row, unless its JSON was damaged where SQLite does not notice.
    private mutating func append(_ row: SQLiteStatement, isRejected: Bool, to lines: inout [[UInt8]]) {
        let line = Self.line(row, isRejected: isRejected)
        // What is wrong with it does not matter. Lockstep writes no white space, so a line feed is damage too.
        if !line.contains(UInt8(ascii: "\n")), (try? JSONReader.read(line) { try $0.raw() }) != nil {
            lines.append(line)
        } else {
            isComplete = false
        }
    }

    private static func line(_ row: SQLiteStatement, isRejected: Bool) -> [UInt8] {
        JSONWriter.write { json in
            json.object { json in
                json.key("state")
                json.string(isRejected ? "rejected" : "pending")
                json.key("token")
                json.value(row.column(1))
                json.key("name")
                json.value(row.column(2))
                json.key("args")
                json.raw(Array(row.column(3).blob))
                json.key("at")
                json.value(row.column(4))
                guard isRejected else { return }
                json.key("code")
                json.value(row.column(5))
                json.key("message")
                json.value(row.column(6))
                guard !row.column(7).isNull else { return }
                json.key("constraint")
                json.raw(Array(row.column(7).text))
            }
        }
    }
}
