/// The store's own tables. The generated triggers rely on `lockstep_server.writing` and on `lockstep_log`.
enum ServerTables {
    /// `lockstep_server` has one row. `writing` is 1 while the server itself writes, and never in a committed state:
    /// triggers then leave the log entry to the server.
    ///
    /// `lockstep_log.kind` is one of `mutation`, `rejection`, `repeat` (the token had its outcome already, under
    /// another client or number; `code` is set if it was a rejection), `external` and `migration`. `violation` is the
    /// JSON of a `ViolatedConstraint`.
    ///
    /// `lockstep_outbox` has the applied mutations whose handler `after` is still to be called, by their version in the
    /// log, with all that it needs: the log may be trimmed.
    static let sql = """
        CREATE TABLE lockstep_server (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          writing INTEGER NOT NULL,
          schema_name TEXT NOT NULL,
          schema_version INTEGER NOT NULL,
          schema_fingerprint TEXT NOT NULL,
          migrations INTEGER NOT NULL,
          key BLOB NOT NULL,
          previous_key BLOB
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
        """
}
