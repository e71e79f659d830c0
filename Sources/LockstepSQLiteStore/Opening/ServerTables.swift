/// The store's own tables. The generated triggers rely on `lockstep_server.id`, `writing` and `external_changes`, and on
/// `lockstep_log`.
enum ServerTables {
    /// `lockstep_server` has one row. `writing` is 1 while the server itself writes, and never in a committed state:
    /// triggers then leave the log entry to the server. `external_changes` counts rows that others have changed: each is
    /// given a log entry. `key` and `previous_key` sign cursors; `grants_salt` is that of
    /// `GrantsHasher`, and stays.
    ///
    /// `lockstep_log.kind` is one of `mutation`, `rejection`, `repeat` (the token had its outcome already, under
    /// another client or number; `code` is set if it was a rejection), `external` and `migration`. `violation` is the
    /// JSON of a `ViolatedConstraint`. The log has no gaps: its oldest version says how far it was trimmed.
    ///
    /// `lockstep_outbox` has the applied mutations whose handler `after` is still to be called, by their version in the
    /// log, with all that it needs: the log may be trimmed.
    static let sql = """
        CREATE TABLE lockstep_server (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          writing INTEGER NOT NULL,
          external_changes INTEGER NOT NULL DEFAULT 0,
          schema_name TEXT NOT NULL,
          schema_version INTEGER NOT NULL,
          schema_fingerprint TEXT NOT NULL,
          migrations INTEGER NOT NULL,
          key BLOB NOT NULL,
          previous_key BLOB,
          grants_salt BLOB NOT NULL
        ) STRICT;

        CREATE TABLE lockstep_log (
          version INTEGER PRIMARY KEY,
          tag INTEGER NOT NULL,
          kind TEXT NOT NULL,
          committed_at INTEGER NOT NULL,
          client TEXT,
          number INTEGER,
          token TEXT,
          actor TEXT,
          name TEXT,
          args TEXT,
          at INTEGER,
          effect INTEGER,
          fingerprint TEXT,
          code TEXT,
          message TEXT,
          violation TEXT
        ) STRICT;
        CREATE UNIQUE INDEX lockstep_log_token ON lockstep_log (token) WHERE kind IN ('mutation', 'rejection');
        CREATE UNIQUE INDEX lockstep_log_number ON lockstep_log (client, number) WHERE client IS NOT NULL;
        CREATE INDEX lockstep_log_rejection ON lockstep_log (client) WHERE code IS NOT NULL;

        -- What is kept of a client's entry that was trimmed, so that the mutation does not run when it comes again.
        -- is_repeat: the outcome is that of another entry with this token.
        CREATE TABLE lockstep_token (
          client TEXT NOT NULL,
          number INTEGER NOT NULL,
          token TEXT NOT NULL,
          version INTEGER NOT NULL,
          committed_at INTEGER NOT NULL,
          is_repeat INTEGER NOT NULL,
          code TEXT,
          message TEXT,
          violation TEXT,
          PRIMARY KEY (client, number)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX lockstep_token_token ON lockstep_token (token) WHERE is_repeat = 0;
        CREATE INDEX lockstep_token_rejection ON lockstep_token (client, version) WHERE code IS NOT NULL;
        CREATE INDEX lockstep_token_age ON lockstep_token (committed_at);

        -- The entries of kind migration, which stay when the log is trimmed.
        CREATE TABLE lockstep_migration (
          schema_version INTEGER PRIMARY KEY,
          version INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE lockstep_client (
          id TEXT PRIMARY KEY NOT NULL,
          actor TEXT NOT NULL,
          number INTEGER NOT NULL,
          token TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE lockstep_outbox (
          version INTEGER PRIMARY KEY,
          client TEXT NOT NULL,
          number INTEGER NOT NULL,
          token TEXT NOT NULL,
          actor TEXT NOT NULL,
          name TEXT NOT NULL,
          args TEXT NOT NULL,
          at INTEGER NOT NULL,
          committed_at INTEGER NOT NULL,
          attempts INTEGER NOT NULL,
          due INTEGER NOT NULL,
          failure TEXT,
          is_abandoned INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX lockstep_outbox_next ON lockstep_outbox (name, version) WHERE NOT is_abandoned;
        CREATE INDEX lockstep_outbox_abandoned ON lockstep_outbox (version) WHERE is_abandoned;

        CREATE TRIGGER lockstep_external AFTER UPDATE OF external_changes ON lockstep_server BEGIN
          INSERT INTO lockstep_log (kind, tag, committed_at)
          VALUES ('external', random(), max(CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER),
            (SELECT committed_at FROM lockstep_log ORDER BY version DESC LIMIT 1) + 1));
        END;
        """
}
