import Lockstep

/// The statements that read a replicated table for pulls.
struct RowSelection: Sendable {
    /// The table's name.
    let table: String

    /// The names of the columns that `allRows` and `changedRows` select.
    let columns: [String]

    /// How many rows changed after version `?1`, counted up to `?2`.
    let count: String

    /// The keys of rows that changed after version `?1` and are gone.
    let goneKeys: String

    /// The rows that changed after version `?1`.
    let changedRows: String

    /// Every row.
    let allRows: String

    /// Reads every row as records.
    let scan: RowScan

    /// Gives every row version 1.
    let firstVersions: String

    init(_ description: TableDescription) {
        let name = SQLIdentifier.quoted(description.name)
        let versions = SQLIdentifier.quoted("lockstep_rows_" + description.name)
        // Without being told SQLite may scan all versions in the order of the keys, to save a sort.
        let byVersion = versions + " v INDEXED BY " + SQLIdentifier.quoted("lockstep_versions_\(description.name)")
        let stored = description.storedColumns.map { description.columns[$0].name }
        let key = description.key.map(SQLIdentifier.quoted)
        let keys = key.joined(separator: ", ")
        let values = stored.map { "t." + SQLIdentifier.quoted($0) }.joined(separator: ", ")
        let versionKeys = key.map { "v." + $0 }.joined(separator: ", ")
        let sameKey = key.map { "t.\($0) = v.\($0)" }.joined(separator: " AND ")
        let tableKeys = key.map { "t." + $0 }.joined(separator: ", ")
        table = description.name
        scan = RowScan(description)
        columns = stored
        count = "SELECT count(*) FROM (SELECT 1 FROM \(byVersion) WHERE v.lockstep_version > ?1 LIMIT ?2)"
        // Whether a row is gone is asked of the table itself: `lockstep_deleted` can be wrong after an OR REPLACE on a
        // connection without recursive triggers.
        goneKeys = """
            SELECT \(versionKeys) FROM \(byVersion) WHERE v.lockstep_version > ?1
            AND NOT EXISTS (SELECT 1 FROM \(name) t WHERE \(sameKey)) ORDER BY \(versionKeys)
            """
        changedRows = """
            SELECT \(values) FROM \(byVersion) JOIN \(name) t ON \(sameKey)
            WHERE v.lockstep_version > ?1 ORDER BY \(versionKeys)
            """
        allRows = "SELECT \(values) FROM \(name) t ORDER BY \(tableKeys)"
        firstVersions = """
            INSERT INTO \(versions) (\(keys), lockstep_version, lockstep_deleted) SELECT \(keys), 1, 0 FROM \(name)
            WHERE true ON CONFLICT (\(keys)) DO NOTHING
            """
    }
}
