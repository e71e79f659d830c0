import Lockstep

/// The statements that read a replicated table for pulls. In a table with read rules they read what an actor may see,
/// and have the actor in the parameters of `ActorParameters`.
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

    /// Every row, in the order of the keys.
    let allRows: String

    /// Has a row if `allRows` has one.
    let anyRow: String

    /// How many rows `allRows` has, counted up to `?2`.
    let total: String

    /// Reads rows as records.
    let scan: RowScan

    /// Every row for `scan`, in any order.
    let scannedRows: String

    /// Gives every row version 1 that has none.
    let firstVersions: String

    /// - Parameter rules: The table's read rules.
    init(_ description: TableDescription, rules: [ReadRule] = []) {
        let names = Names(description)
        table = description.name
        columns = description.storedColumns.map { description.columns[$0].name }
        scan = RowScan(description)
        firstVersions = """
            INSERT INTO \(names.versions) (\(names.keys), lockstep_version, lockstep_deleted)
            SELECT \(names.keys), 1, 0 FROM \(names.table) WHERE true ON CONFLICT (\(names.keys)) DO NOTHING
            """
        guard !rules.isEmpty else {
            count = "SELECT count(*) FROM (SELECT 1 FROM \(names.byVersion) WHERE v.lockstep_version > ?1 LIMIT ?2)"
            // Whether a row is gone is asked of the table itself: `lockstep_deleted` can be wrong after an OR REPLACE
            // on a connection without recursive triggers.
            goneKeys = """
                SELECT \(names.keys(of: "v")) FROM \(names.byVersion) WHERE v.lockstep_version > ?1
                AND NOT EXISTS (SELECT 1 FROM \(names.table) t WHERE \(names.sameKey("t", "v")))
                ORDER BY \(names.keys(of: "v"))
                """
            changedRows = """
                SELECT \(names.values) FROM \(names.byVersion) JOIN \(names.table) t ON \(names.sameKey("t", "v"))
                WHERE v.lockstep_version > ?1 ORDER BY \(names.keys(of: "v"))
                """
            allRows = "SELECT \(names.values) FROM \(names.table) t ORDER BY \(names.keys(of: "t"))"
            anyRow = "SELECT 1 FROM \(names.table) LIMIT 1"
            total = "SELECT count(*) FROM (SELECT 1 FROM \(names.table) LIMIT ?2)"
            scannedRows = scan.sql
            return
        }
        let visibility = RowVisibility(rules)
        let visible = visibility.ofVersion("v")
        let changed = """
            FROM \(names.byVersion) JOIN \(names.table) t ON \(names.sameKey("t", "v"))
            WHERE v.lockstep_version > ?1 AND \(visible)
            """
        let all = "FROM \(names.versions) v JOIN \(names.table) t ON \(names.sameKey("t", "v")) WHERE \(visible)"
        // Who holds a row at version ?1 saw it come at or before, and go after it.
        let gone = """
            SELECT DISTINCT \(names.keys(of: "e")) FROM \(names.exitsByVersion)
            WHERE e.lockstep_version > ?1 AND e.lockstep_entered <= ?1 AND \(visibility.ofExit("e"))
            AND NOT EXISTS (SELECT 1 FROM \(names.versions) v JOIN \(names.table) t ON \(names.sameKey("t", "v"))
            WHERE \(names.sameKey("v", "e")) AND \(visible))
            """
        count = "SELECT count(*) FROM (SELECT 1 \(changed) UNION ALL SELECT 1 FROM (\(gone)) LIMIT ?2)"
        goneKeys = "\(gone) ORDER BY \(names.keys(of: "e"))"
        changedRows = "SELECT \(names.values) \(changed) ORDER BY \(names.keys(of: "v"))"
        allRows = "SELECT \(names.values) \(all) ORDER BY \(names.keys(of: "v"))"
        anyRow = "SELECT 1 \(all) LIMIT 1"
        total = "SELECT count(*) FROM (SELECT 1 \(all) LIMIT ?2)"
        scannedRows = "SELECT \(names.values) \(all)"
    }

    /// Names and lists of columns, as the statements have them.
    private struct Names {
        let table: String
        let versions: String

        /// The version rows as `v`. Without being told SQLite may scan all of them in the order of the keys, to save a
        /// sort.
        let byVersion: String

        /// The exits as `e`.
        let exitsByVersion: String

        /// The stored columns of the table as `t`.
        let values: String
        let key: [String]

        init(_ description: TableDescription) {
            let name = description.name
            table = SQLIdentifier.quoted(name)
            versions = SQLIdentifier.quoted("lockstep_rows_" + name)
            byVersion = versions + " v INDEXED BY " + SQLIdentifier.quoted("lockstep_versions_\(name)")
            exitsByVersion =
                SQLIdentifier.quoted("lockstep_exits_" + name) + " e INDEXED BY "
                + SQLIdentifier.quoted("lockstep_exits_versions_\(name)")
            values = description.storedColumns.map { "t." + SQLIdentifier.quoted(description.columns[$0].name) }
                .joined(separator: ", ")
            key = description.key.map(SQLIdentifier.quoted)
        }

        var keys: String { key.joined(separator: ", ") }

        func keys(of alias: String) -> String {
            key.map { "\(alias).\($0)" }.joined(separator: ", ")
        }

        func sameKey(_ first: String, _ second: String) -> String {
            key.map { "\(first).\($0) = \(second).\($0)" }.joined(separator: " AND ")
        }
    }
}
