import Foundation
import GRDB
import Lockstep

extension Replica {
    /// What opening needs beside the file.
    struct Opener: Sendable {
        let actor: String
        let ifOtherActor: OtherActorChoice
        let environment: ClientEnvironment

        func newClient() -> UUID {
            var generator = EnvironmentGenerator(environment: environment)
            return UUID.v7(at: environment.now(), using: &generator)
        }
    }

    /// Makes the pool's writer, and the file the actor's replica.
    ///
    /// A file that is that already is only read: another process may be writing, for as long as copying a snapshot takes.
    static func makeWriter(_ database: Database, _ opener: Opener) throws -> ReplicaWriter<Schema> {
        // The pool has set NORMAL, with which a commit may be lost when the power fails.
        // Without fullfsync a commit may be in the drive's cache only, on Apple's systems
        // (https://www.sqlite.org/pragma.html#pragma_fullfsync).
        try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON")
        // A step's pages stay in memory until it commits, and are copied from the log into the file less often: in a
        // large replica the rows of a step lie on as many pages (https://www.sqlite.org/wal.html#ckpt).
        try database.execute(sql: "PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000")
        guard let handle = database.sqliteConnection else { throw ClientError.closed }
        let connection = Lockstep.SQLiteConnection(handle)
        // Before any statement is prepared: a DELETE prepared without the hook may drop rows unseen.
        let recorder = Recorder(on: connection, tables: Schema.tables)
        let opening = ReplicaOpening<Schema>(connection)
        let finding = try transaction(database, .deferred) { try opening.find(actor: opener.actor) }
        switch finding {
        case .own: break
        case .ownOfOtherBuild:
            try transaction(database) { try opening.open(actor: opener.actor, newClient: opener.newClient()) }
        case .empty:
            // A sign-out that was cut off may have left what it dropped in free pages.
            if try hasFreePages(connection) { try database.execute(sql: shrinking) }
            try transaction(database) { try opening.open(actor: opener.actor, newClient: opener.newClient()) }
        case .otherActor(let replica):
            switch opener.ifOtherActor {
            case .handOver: break
            case .fail: throw ReplicaOpening<Schema>.otherActor(replica, actor: opener.actor)
            case .replaceIfSettled, .replace: try replace(database, connection, opening, opener)
            }
        }
        let writer = try ReplicaWriter<Schema>(connection, recorder: recorder, actor: opener.actor)
        if case .otherActor = finding, case .handOver = opener.ifOtherActor {
            try transaction(database) {
                writer.beginTransaction()
                defer { writer.endTransaction() }
                try writer.takeOver(as: opener.newClient())
            }
        }
        if try !transaction(database, .deferred, { try writer.findDerivedTables() }) {
            try transaction(database) { try writer.fillDerivedTables() }
        }
        return writer
    }

    private static func replace(
        _ database: Database, _ connection: Lockstep.SQLiteConnection, _ opening: ReplicaOpening<Schema>,
        _ opener: Opener
    ) throws {
        try transaction(database) {
            // Another process may have done the same meanwhile, or the former actor something.
            guard case .otherActor(let replica) = try opening.find(actor: opener.actor) else { return }
            if !replica.isSettled {
                guard case .replace(let receive) = opener.ifOtherActor else {
                    throw ReplicaOpening<Schema>.otherActor(replica, actor: opener.actor)
                }
                try receive(ExportedMutations(connection))
            }
            try connection.dropEverything()
        }
        try database.execute(sql: shrinking)
        try transaction(database) { try opening.open(actor: opener.actor, newClient: opener.newClient()) }
    }

    private static func transaction<Value>(
        _ database: Database, _ kind: Database.TransactionKind = .immediate, _ body: () throws -> Value
    ) throws -> Value {
        try database.beginTransaction(kind)
        do {
            let value = try body()
            try database.commit()
            return value
        } catch {
            // The first error says what happened; a rollback that fails leaves SQLite to roll back at closing.
            try? database.rollback()
            throw error
        }
    }

    /// Gives free pages back, in the file as well as in its log: they hold what was dropped.
    static var shrinking: String { "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)" }

    private static func hasFreePages(_ connection: Lockstep.SQLiteConnection) throws -> Bool {
        try connection.statement("PRAGMA freelist_count" as StaticString).only { try $0.value(Int.self, at: 0) > 0 }
    }
}
