import Foundation
import Lockstep

/// Checks whose replica a file is, or makes it one. Runs inside a transaction of the caller's, an immediate one where
/// that is said.
struct ReplicaOpening<Schema: SyncSchema> {
    /// What a file is to who opens it.
    enum Finding: Equatable {
        /// The actor's replica, of this build.
        case own

        /// The actor's replica, last opened by another build with the same tables: its mutations and queries may differ.
        case ownOfOtherBuild

        /// A replica of these tables, and another actor's.
        case otherActor(ReplicaSummary)

        /// An empty database.
        case empty
    }

    private let connection: SQLiteConnection

    init(_ connection: SQLiteConnection) {
        self.connection = connection
    }

    /// Makes the file the actor's replica. Runs inside an immediate transaction.
    func open(actor: String, newClient: UUID) throws {
        switch try find(actor: actor) {
        case .own: break
        case .ownOfOtherBuild: try noteBuild()
        case .otherActor(let replica): throw Self.otherActor(replica, actor: actor)
        case .empty: try create(actor: actor, client: newClient)
        }
    }

    static func otherActor(_ replica: ReplicaSummary, actor: String) -> ClientError {
        ClientError(
            .otherActor,
            """
            The file is the replica of \(replica.actor), not of \(actor), with \(replica.pendingCount) mutations pending \
            and \(replica.rejectionCount) rejections kept. Open another file, one per actor, or say `ifOtherActor`.
            """, replica: replica)
    }

    // MARK: Checking

    /// Says what the file is; changes nothing.
    ///
    /// - Throws: `ClientError` if it cannot be the schema's replica, whosever.
    func find(actor: String) throws -> Finding {
        guard try ReplicaSummary.checkFormat(of: connection) else { return .empty }
        let statement = try connection.statement(
            """
            SELECT schema_name, schema_version, migrations, actor, schema_fingerprint FROM lockstep_replica WHERE id = 1
            """ as StaticString)
        let owner = try statement.first { row in
            Owner(
                schema: try row.value(at: 0), version: try row.value(at: 1), migrations: try row.value(at: 2),
                actor: try row.value(at: 3), fingerprint: try row.value(at: 4))
        }
        guard let owner else { throw ClientError.lostOwner }
        if let (code, message) = mismatch(owner) {
            throw ClientError(code, message, replica: try ReplicaSummary(connection))
        }
        guard owner.actor == actor else {
            guard let replica = try ReplicaSummary(connection) else { return .empty }
            return .otherActor(replica)
        }
        return owner.fingerprint == Schema.fingerprint ? .own : .ownOfOtherBuild
    }

    private struct Owner {
        let schema: String
        let version: Int
        let migrations: String
        let actor: String
        let fingerprint: String
    }

    private func mismatch(_ owner: Owner) -> (ClientError.Code, String)? {
        guard owner.schema == Schema.name else {
            return (
                .otherSchema,
                "The file is a replica of \(owner.schema), not of \(Schema.name). Open the replica at another path."
            )
        }
        guard owner.version == Schema.version else {
            return (
                .otherVersion,
                """
                The replica has version \(owner.version) of \(Schema.name), and the app version \(Schema.version); \
                replicas are not migrated yet. Sync with the app's former version, or keep what `ReplicaFile.export` \
                gives; then start with a new file.
                """
            )
        }
        guard owner.migrations == Self.migrations else {
            return (
                .otherTables,
                """
                The replica's tables were made by other migrations of version \(Schema.version): one was edited after \
                it had run. Undo the edit, or keep what `ReplicaFile.export` gives and start with a new file.
                """
            )
        }
        return nil
    }

    // MARK: Making

    private func create(actor: String, client: UUID) throws {
        try connection.migrate(Schema.migrations)
        try connection.rewriteRows(of: Schema.tables)
        try connection.execute(ReplicaTables.sql)
        let statement = try connection.statement(
            """
            INSERT INTO lockstep_replica (id, format, schema_name, schema_version, schema_fingerprint, migrations, \
            actor, client) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """ as StaticString)
        try statement.bind(ReplicaTables.format, at: 1)
        try statement.bind(Schema.name, at: 2)
        try statement.bind(Schema.version, at: 3)
        try statement.bind(Schema.fingerprint, at: 4)
        try statement.bind(Self.migrations, at: 5)
        try statement.bind(actor, at: 6)
        try statement.bind(client, at: 7)
        try statement.run()
    }

    private func noteBuild() throws {
        let update = try connection.statement(
            "UPDATE lockstep_replica SET schema_fingerprint = ?1 WHERE id = 1" as StaticString)
        try update.bind(Schema.fingerprint, at: 1)
        try update.run()
        try connection.forgetKeysOfPending()
    }

    /// A hash over the text of the migrations.
    static var migrations: String {
        let text = Schema.migrations.map { "\($0.name)\n\($0.sql)" }.joined(separator: "\n")
        return String(StableHash(Array(text.utf8)).value, radix: 16)
    }
}
