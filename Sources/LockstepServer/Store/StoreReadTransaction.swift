public import Lockstep

/// What the server reads for one pull, all of the same state. Valid until the body that it was given to returns.
public protocol StoreReadTransaction {
    /// The newest entry of the log. There is always one.
    func head() throws -> LogHead

    /// The tag of an entry, or nil if the log has none of that version.
    func tag(of version: Int64) throws -> Int64?

    /// The keys that cursors are signed with.
    func signingKeys() throws -> SigningKeys

    /// A client that has pushed before.
    func client(_ id: UUID) throws -> ClientRecord?

    /// The last of a client's mutations that has its entry at or before a version.
    func acknowledgement(of client: UUID, through version: Int64) throws -> Acknowledgement?

    /// A client's rejected mutations whose entries are in `(after, through]`, in the order of the log.
    func rejections(of client: UUID, after: Int64, through: Int64) throws -> [NumberedRejection]

    /// Visits the entries after a version in order, until `visit` returns false.
    func entries(after version: Int64, _ visit: (LogEntry) throws -> Bool) throws

    /// How many rows have a version beyond `version`, gone ones included, counted up to `limit`.
    func changedRows(after version: Int64, upTo limit: Int) throws -> Int

    /// Writes a JSON object in the encoding *rows* (`docs/protocol.md`): tables in the schema's order, and in each the
    /// rows in the order of their keys; tables without changes are left out.
    ///
    /// - Parameter version: Rows with a later version are written, and the keys of those that are gone; nil asks for
    ///   every living row.
    func writeRows(after version: Int64?, to json: inout JSONWriter) throws

    /// Visits every living row of a replicated table, in any order, each as `RowScan` reads it.
    ///
    /// The rows are lent one by one: no more of the table than one row is in memory. Writers do not wait for it.
    ///
    /// - Parameter table: The table's index in `Schema.tables`.
    func forEachRow(ofTable table: Int, _ visit: (RowRecord) throws -> Void) throws

    /// What the entries after a version weigh, ascending, at most `limit` of them.
    func entrySizes(after version: Int64, upTo limit: Int) throws -> [EntrySize]
}
