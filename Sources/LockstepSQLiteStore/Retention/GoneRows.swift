import Lockstep

/// The statements that delete what only clients need that are far behind: of one replicated table.
struct GoneRows: Sendable {
    /// Finds tombstones in the order of their versions, however many rows live.
    let index: String

    /// Deletes at most `?2` tombstones with versions up to `?1`.
    let tombstones: String

    /// Deletes at most `?2` exits with versions up to `?1`; nil for a table without read rules.
    let exits: String?

    init(_ description: TableDescription, hasExits: Bool) {
        let name = SQLIdentifier.quoted(description.name)
        let versions = SQLIdentifier.quoted("lockstep_rows_" + description.name)
        let byVersion = SQLIdentifier.quoted("lockstep_tombstones_" + description.name)
        let key = description.key.map(SQLIdentifier.quoted)
        let keys = key.joined(separator: ", ")
        let sameKey = key.map { "t.\($0) = v.\($0)" }.joined(separator: " AND ")
        let gone = key.map { "v." + $0 }.joined(separator: ", ")
        index = "CREATE INDEX \(byVersion) ON \(versions) (lockstep_version) WHERE lockstep_deleted = 1"
        // Whether a row is gone is asked of the table itself, as for pulls (`RowSelection`).
        tombstones = """
            DELETE FROM \(versions) WHERE (\(keys)) IN (
              SELECT \(gone) FROM \(versions) v INDEXED BY \(byVersion)
              WHERE v.lockstep_deleted = 1 AND v.lockstep_version <= ?1
              AND NOT EXISTS (SELECT 1 FROM \(name) t WHERE \(sameKey)) ORDER BY v.lockstep_version LIMIT ?2)
            """
        let table = SQLIdentifier.quoted("lockstep_exits_" + description.name)
        exits =
            hasExits
            ? """
            DELETE FROM \(table) WHERE lockstep_exit IN (
              SELECT lockstep_exit FROM \(table) WHERE lockstep_version <= ?1 ORDER BY lockstep_version LIMIT ?2)
            """ : nil
    }
}
