/// The tables in which a replica keeps itself, beside the schema's own.
///
/// | table | holds |
/// |---|---|
/// | `lockstep_replica` | one row: whose replica it is, where its base stands, the numbers given out |
/// | `lockstep_pending` | mutations without outcome: the numbers after `acknowledged` up to `last_number`, without gaps |
/// | `lockstep_base` | of each row that a pending mutation touched what the base has, or NULL if it has no such row |
/// | `lockstep_touch` | the rows that pending mutations touched, but for those that keep their only one themselves |
/// | `lockstep_touched` | a view: all of them |
/// | `lockstep_acknowledged` | mutations with an outcome, for some days |
/// | `lockstep_rejection` | rejected mutations that the app has not dismissed; a `sequence` is never given twice |
/// | `lockstep_push_failure` | one row or none: why the last push failed, and up to which number it reached |
/// | `lockstep_snapshot` | at most one row: the snapshot that is being downloaded, or was refused (`SnapshotDownload`) |
/// | `lockstep_import` | imports by name: how many of the source's mutations are in, and how many of these were skipped |
///
/// Of a pending mutation `effect` is the hash of what it does to the base and the pending mutations before it, or NULL
/// if that is not known; `row_table` and `row_key` are the row that it is about where its arguments name the only row
/// whose values it reads or writes (see `MutationDescription.addressedTable`).
///
/// Of a rejection `violation` is the JSON of a `ViolatedConstraint`, or NULL.
///
/// In the first, `derivation` is a hash over the triggers that made the derived tables, and `derivation_failure` says why
/// these are empty, if a trigger failed.
enum ReplicaTables {
    /// The version of these tables, kept in `lockstep_replica.format`.
    static let format: Int64 = 3

    static let sql = """
        CREATE TABLE lockstep_replica (
          id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
          format INTEGER NOT NULL,
          schema_name TEXT NOT NULL,
          schema_version INTEGER NOT NULL,
          schema_fingerprint TEXT NOT NULL,
          migrations TEXT NOT NULL,
          actor TEXT NOT NULL,
          client TEXT NOT NULL,
          cursor TEXT,
          last_number INTEGER NOT NULL DEFAULT 0,
          acknowledged INTEGER NOT NULL DEFAULT 0,
          acknowledged_token TEXT,
          derivation TEXT NOT NULL DEFAULT '',
          derivation_failure TEXT
        ) STRICT;

        CREATE TABLE lockstep_pending (
          number INTEGER NOT NULL PRIMARY KEY,
          token TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL,
          arguments BLOB NOT NULL,
          made_at INTEGER NOT NULL,
          was_applied INTEGER NOT NULL DEFAULT 0,
          is_held INTEGER NOT NULL DEFAULT 0,
          failure TEXT,
          effect INTEGER,
          row_table TEXT,
          row_key BLOB
        ) STRICT;
        CREATE INDEX lockstep_pending_row ON lockstep_pending (row_table, row_key) WHERE row_table IS NOT NULL;
        CREATE INDEX lockstep_pending_unkeyed ON lockstep_pending (number) WHERE row_table IS NULL AND is_held = 0;

        CREATE TABLE lockstep_touch (
          number INTEGER NOT NULL,
          row_table TEXT NOT NULL,
          row_key BLOB NOT NULL,
          PRIMARY KEY (row_table, row_key, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX lockstep_touch_number ON lockstep_touch (number);

        CREATE VIEW lockstep_touched (number, row_table, row_key) AS
          SELECT number, row_table, row_key FROM lockstep_pending WHERE row_table IS NOT NULL
          UNION ALL SELECT number, row_table, row_key FROM lockstep_touch;

        CREATE TABLE lockstep_base (
          table_name TEXT NOT NULL,
          key BLOB NOT NULL,
          row BLOB,
          PRIMARY KEY (table_name, key)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE lockstep_acknowledged (
          sequence INTEGER NOT NULL PRIMARY KEY,
          token TEXT NOT NULL UNIQUE,
          client TEXT NOT NULL,
          number INTEGER,
          name TEXT NOT NULL,
          arguments BLOB NOT NULL,
          made_at INTEGER NOT NULL,
          acknowledged_at INTEGER NOT NULL,
          rejection_code TEXT,
          rejection_message TEXT,
          rejection_violation TEXT,
          is_reverted INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE lockstep_rejection (
          sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
          token TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL,
          arguments BLOB NOT NULL,
          made_at INTEGER NOT NULL,
          code TEXT NOT NULL,
          message TEXT NOT NULL,
          violation TEXT,
          is_reverted INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE lockstep_push_failure (
          id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
          through INTEGER NOT NULL,
          code TEXT NOT NULL,
          message TEXT NOT NULL,
          since INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE lockstep_snapshot (
          id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
          sha256 TEXT NOT NULL,
          answer BLOB NOT NULL,
          client TEXT NOT NULL,
          cursor TEXT,
          sent_cursor TEXT,
          pushed_through INTEGER NOT NULL,
          etag TEXT,
          is_over INTEGER NOT NULL DEFAULT 0,
          refusals INTEGER NOT NULL,
          refused_at INTEGER
        ) STRICT;

        CREATE TABLE lockstep_import (
          name TEXT NOT NULL PRIMARY KEY,
          done INTEGER NOT NULL,
          skipped INTEGER NOT NULL,
          is_complete INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
