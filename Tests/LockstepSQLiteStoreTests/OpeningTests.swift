import Foundation
import Lockstep
import LockstepSQLiteStore
import LockstepServer
import LockstepTesting
import ServerTestSupport
import Testing

@Suite struct OpeningTests {
    @Test func aFileOfAnotherSchemaIsRefused() throws {
        let file = try TemporaryFile()
        try SQLiteStore(Board.self, path: file.path).close()
        try expectRefusal(
            .otherSchema, "The file belongs to the schema Board, not to Notes. Give the path of its own file."
        ) {
            try SQLiteStore(Variant<Notes>.self, path: file.path)
        }
    }

    @Test("A store that is opened has a write-ahead log, whatever failed on the way", arguments: 1...40)
    func writeAheadLog(point: Int) async throws {
        for fault in [Fault.failure, .tornWrite] {
            let file = try TemporaryFile()
            let disk = FaultDisk(folder: URL(filePath: file.path).deletingLastPathComponent().path, seed: 1)
            defer { disk.unmount() }
            disk.plan(FaultPlan(fault, at: point))
            let store: SQLiteStore<Board>
            do {
                store = try SQLiteStore(Board.self, path: file.path)
                disk.repair()
            } catch {
                disk.repair()
                store = try SQLiteStore(Board.self, path: file.path)
            }
            try await store.write { _ in }
            let log = try FileManager.default.attributesOfItem(atPath: file.path + "-wal")[.size] as? Int
            #expect(log ?? 0 > 0)
            try store.close()
        }
    }

    @Test func anotherVersionIsRefused() throws {
        let file = try TemporaryFile()
        try SQLiteStore(Board.self, path: file.path).close()
        try expectRefusal(
            .otherVersion,
            "The file has version 1 of the schema, this server has version 2. Files are not upgraded to another "
                + "version; run the build of the server that made it."
        ) { try SQLiteStore(Variant<Later>.self, path: file.path) }
    }

    @Test func editedMigrationsAreNoticed() throws {
        let file = try TemporaryFile()
        try SQLiteStore(Board.self, path: file.path).close()
        try expectRefusal(.changedMigrations, nil) { try SQLiteStore(Variant<Edited>.self, path: file.path) }
    }

    @Test(arguments: [
        ("CREATE TABLE lockstep_replica (x)", "The file is a client's replica."),
        ("CREATE TABLE note (x)", "The file has a table `note` and none of Lockstep's."),
    ])
    func anotherProgramsFileIsRefused(sql: String, message: String) throws {
        let file = try TemporaryFile()
        try file.edit(sql)
        do {
            _ = try SQLiteStore(Board.self, path: file.path)
            Issue.record("the file was opened")
        } catch let error as SQLiteStoreError {
            #expect(error.code == .notAStore)
            #expect(error.description.hasPrefix(message))
        }
        #expect(try file.values("SELECT count(*) FROM sqlite_schema") == ["1"])
    }

    @Test func otherQueriesOrMutationsAreNoOtherSchema() throws {
        let file = try TemporaryFile()
        try SQLiteStore(Board.self, path: file.path).close()
        try SQLiteStore(Variant<Rephrased>.self, path: file.path).close()
        #expect(try file.values("SELECT schema_fingerprint FROM lockstep_server") == ["rephrased"])
    }

    /// SQLite tells the recorder NULL for a column that was added after its row was stored, whatever the column's
    /// DEFAULT: a change that changes nothing would have an effect.
    @Test func rowsOfAnEarlierMigrationHaveTheColumnsOfALaterOne() async throws {
        let file = try TemporaryFile()
        let store = try SQLiteStore(Grown.self, path: file.path)
        let effects = try await store.write { transaction in
            let context = MutationContext(actor: "ann", now: 1, committedAt: 2)
            return [
                try transaction.run(.renameBoard(id: "first", name: "From the migration"), in: context),
                try transaction.run(.renameMember(boardId: "first", userId: "u", newUserId: "u"), in: context),
            ]
        }
        #expect(effects == [EffectHash(), EffectHash()])
        #expect(try file.values("SELECT kind FROM lockstep_log") == ["migration"])
        #expect(try file.values("SELECT name FROM board") == ["From the migration"])
        try store.close()
    }

    /// DROP TABLE deletes the rows of a table first, and with foreign keys on their children as well.
    @Test func aTableThatIsMadeAnewKeepsItsChildren() throws {
        let file = try TemporaryFile()
        try SQLiteStore(Variant<Rebuilt>.self, path: file.path).close()
        #expect(try file.values("SELECT id FROM board") == ["first"])
        #expect(try file.values("SELECT id FROM card") == ["c"])
        #expect(try file.values("SELECT user_id FROM member") == ["u"])
        #expect(throws: SQLiteError.self) { try file.edit("INSERT INTO member VALUES ('none', 'u', 'guest')") }
    }

    @Test func aMigrationThatLeavesAKeyWithoutItsRowFails() throws {
        let file = try TemporaryFile()
        let error = #expect(throws: SQLiteError.self) { try SQLiteStore(Variant<Dangling>.self, path: file.path) }
        #expect(
            error?.message
                == "the migration `0002_cards` leaves a row with rowid 7 of `card` that refers to no row of `board`")
        #expect(try file.values("SELECT count(*) FROM sqlite_schema") == ["0"])
    }

    @Test func aFailedMigrationLeavesAnEmptyFile() throws {
        let file = try TemporaryFile()
        #expect(throws: SQLiteError.self) { try SQLiteStore(Variant<Broken>.self, path: file.path) }
        #expect(try file.values("SELECT count(*) FROM sqlite_schema") == ["0"])
    }

    @Test func aStoreThatWasClosedFails() async throws {
        let file = try TemporaryFile()
        let store = try SQLiteStore(Board.self, path: file.path)
        try store.close()
        await #expect(throws: SQLiteStoreError.self) { try await store.write { try $0.head() } }
        await #expect(throws: (any Error).self) { try await store.read { try $0.head() } }
    }

    /// Copying the bytes of a running database is not a backup; this is.
    @Test func aBackupIsAStore() async throws {
        let file = try TemporaryFile()
        let store = try SQLiteStore(Board.self, path: file.path)
        let keys = try await store.read { try $0.signingKeys() }
        try file.edit("VACUUM INTO '\(file.path(of: "backup.sqlite"))'")
        let backup = try SQLiteStore(Board.self, path: file.path(of: "backup.sqlite"))
        #expect(try await backup.read { try $0.signingKeys() } == keys)
        #expect(try await backup.read { try $0.head().version } == 1)
        try backup.close()
        try store.close()
    }

    private func expectRefusal(
        _ code: SQLiteStoreError.Code, _ message: String?, _ open: () throws -> any Sendable,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let error = #expect(throws: SQLiteStoreError.self, sourceLocation: sourceLocation) { _ = try open() }
        #expect(error?.code == code, sourceLocation: sourceLocation)
        if let message { #expect(error?.description == message, sourceLocation: sourceLocation) }
    }
}

/// `Board` with something changed.
enum Variant<Change: SchemaChange>: ServerSchema {
    typealias Mutation = BoardMutation
    static var name: String { Change.name }
    static var version: Int { Change.version }
    static var fingerprint: String { Change.fingerprint }
    static var migrations: [Migration] { Change.migrations }
    static var tables: [TableDescription] { Board.tables }
    static var rowVersionSQL: String { Board.rowVersionSQL }

    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>] { [] }
}

protocol SchemaChange: Sendable {
    static var name: String { get }
    static var version: Int { get }
    static var fingerprint: String { get }
    static var migrations: [Migration] { get }
}

extension SchemaChange {
    static var name: String { Board.name }
    static var version: Int { Board.version }
    static var fingerprint: String { Board.fingerprint }
    static var migrations: [Migration] { Board.migrations }
}

enum Notes: SchemaChange {
    static var name: String { "Notes" }
}

enum Later: SchemaChange {
    static var version: Int { 2 }
}

enum Edited: SchemaChange {
    static var migrations: [Migration] { [Migration(name: "0001_board", sql: Board.migrations[0].sql + " ")] }
}

enum Rephrased: SchemaChange {
    static var fingerprint: String { "rephrased" }
}

enum Broken: SchemaChange {
    static var migrations: [Migration] {
        Board.migrations + [Migration(name: "0002", sql: "INSERT INTO nowhere VALUES (1)")]
    }
}

enum Rebuilt: SchemaChange {
    static var version: Int { 2 }
    static var migrations: [Migration] {
        Board.migrations + [
            Migration(
                name: "0002_boards",
                sql: """
                    INSERT INTO card (id, board_id, weight) VALUES ('c', 'first', 1);
                    INSERT INTO member (board_id, user_id, role) VALUES ('first', 'u', 'guest');
                    CREATE TABLE new_board (id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL) STRICT;
                    INSERT INTO new_board SELECT id, name FROM board;
                    DROP TABLE board;
                    ALTER TABLE new_board RENAME TO board;
                    """)
        ]
    }
}

enum Dangling: SchemaChange {
    static var version: Int { 2 }
    static var migrations: [Migration] {
        Board.migrations + [
            Migration(
                name: "0002_cards",
                sql: "INSERT INTO card (rowid, id, board_id, weight) VALUES (7, 'c', 'none', 1)")
        ]
    }
}

/// `Board` with a second migration, which adds columns to tables that have rows, and a trigger that only an
/// UPDATE of such a column fires.
enum Grown: ServerSchema {
    typealias Mutation = BoardMutation
    static var name: String { Board.name }
    static var version: Int { 2 }
    static var fingerprint: String { Board.fingerprint }

    static var migrations: [Migration] {
        Board.migrations + [
            Migration(
                name: "0002_grown",
                sql: """
                    INSERT INTO member (board_id, user_id, role) VALUES ('first', 'u', 'guest');
                    ALTER TABLE board ADD COLUMN priority INTEGER NOT NULL DEFAULT 3;
                    ALTER TABLE member ADD COLUMN since INTEGER NOT NULL DEFAULT 3;
                    CREATE TRIGGER once AFTER UPDATE OF priority ON board BEGIN UPDATE board SET name = 'Touched'; END;
                    """)
        ]
    }

    static var tables: [TableDescription] {
        Board.tables.map { table in
            let added = ["board": "priority", "member": "since"][table.name]
            return TableDescription(
                name: table.name, columns: table.columns + (added.map { [ColumnDescription($0, .integer)] } ?? []),
                key: table.key, isWithoutRowID: table.isWithoutRowID)
        }
    }

    static var rowVersionSQL: String { Board.rowVersionSQL }

    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>] { [] }
}
