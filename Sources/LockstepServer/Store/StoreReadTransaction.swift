public import Lockstep

/// What the server reads for one pull, all of the same state. Valid until the body that it was given to returns.
public protocol StoreReadTransaction: StoreInspection {
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

    /// Visits the entries after a version in order, as they are stored, until `visit` returns false.
    func storedEntries(after version: Int64, _ visit: (StoredEntry) throws -> Bool) throws

    /// What an actor may read. In a schema without read rules it is found without reading anything.
    func grants(of actor: String) throws -> Grants

    /// How many rows a step from a version names for an actor, counted up to `limit`: those that it may read and whose
    /// version is later, and those that are gone for it.
    func changedRows(after version: Int64, upTo limit: Int, for actor: String) throws -> Int

    /// How many rows an actor may read, counted up to `limit`.
    func rows(upTo limit: Int, for actor: String) throws -> Int

    /// Writes a JSON object in the encoding *rows* (`docs/protocol.md`): tables in the schema's order, and in each the
    /// rows in the order of their keys; tables without changes are left out.
    ///
    /// A row of a table with read rules is written if its scope by one of the rules is among those that the rule grants
    /// to the actor. Its key is told as gone only if the actor could see the row at `version` and cannot any longer:
    /// nothing is written of a row that the actor could never see. It is presumed that the actor's grants are the same
    /// as at `version`.
    ///
    /// - Parameters:
    ///   - version: Rows with a later version are written, and the keys of those that are gone; nil asks for every
    ///     living row that the actor may read.
    ///   - actor: Who reads.
    ///   - limit: Bytes of JSON.
    /// - Returns: False if it would have more bytes than the limit; what was written is then of no use.
    func writeRows(
        after version: Int64?, for actor: String, upTo limit: Int, to json: inout JSONWriter
    ) throws -> Bool

    /// Visits every living row of a replicated table that an actor may read, in any order, each as `RowScan` reads it.
    ///
    /// The rows are lent one by one: no more of the table than one row is in memory. Writers do not wait for it.
    ///
    /// - Parameters:
    ///   - table: The table's index in `Schema.tables`.
    ///   - actor: Who reads.
    func forEachRow(ofTable table: Int, for actor: String, _ visit: (RowRecord) throws -> Void) throws

    /// The oldest entry of a mutation's in the outbox, by its version, that is not given up.
    func nextInOutbox(of name: String) throws -> OutboxEntry?

    /// The entries that were given up, in the order of their versions.
    func abandonedInOutbox(limit: Int) throws -> [OutboxEntry]

    /// How many entries each mutation has, sorted by name; none for one that has none.
    func outboxCounts() throws -> [OutboxCount]

    /// What the entries after a version weigh, ascending, at most `limit` of them.
    func entrySizes(after version: Int64, upTo limit: Int) throws -> [EntrySize]
}

extension StoreReadTransaction {
    /// Writes the rows, however many bytes they take.
    package func writeRows(after version: Int64?, for actor: String, to json: inout JSONWriter) throws {
        _ = try writeRows(after: version, for: actor, upTo: .max, to: &json)
    }
}
